package dev.mcpgateway.transport.api;

/** An envelope that is refused before anything is done about it. */
public final class ApiFailure extends RuntimeException {
    private final ApiErrorCode code;
    private final int status;
    private final String requestId;

    /**
     * @param message what is wrong and what to do, without what was sent
     * @param status the HTTP status
     * @param requestId the {@code message_id} as JSON; {@code null} as text where it is not known
     */
    ApiFailure(ApiErrorCode code, String message, int status, String requestId) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
        this.requestId = requestId;
    }

    /** The error envelope. */
    public ApiAnswer toAnswer() {
        return ApiAnswer.error(requestId, code, String.valueOf(getMessage()), status);
    }
}
