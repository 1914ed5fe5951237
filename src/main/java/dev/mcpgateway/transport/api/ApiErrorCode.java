package dev.mcpgateway.transport.api;

/** The {@code error_code} of an error envelope. */
public enum ApiErrorCode {
    /** The tool ran and reports an error, or could not be run; the message says which. */
    EXECUTION_FAILED,
    /** The envelope lacks something; the message names all of it. */
    MISSING_REQUIRED_FIELDS,
    /** {@code protocol_version} is not {@code 2.0}. */
    INVALID_PROTOCOL_VERSION,
    /** {@code message_type} is neither {@code request} nor {@code REQUEST}. */
    INVALID_MESSAGE_TYPE,
    /** There is no such tool, or none that the caller may know of. */
    TOOL_NOT_FOUND,
    /** No envelope at all, or one with a member of the wrong type. */
    INVALID_REQUEST,
    /** The token is valid, and does not allow this. */
    INSUFFICIENT_SCOPE,
    /** There was too much of it; nothing was done. */
    RATE_LIMIT_EXCEEDED
}
