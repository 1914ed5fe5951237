package dev.mcpgateway.protocol;

/** The {@code _meta} keys that the specification reserves (2026-07-28, basic, section {@code _meta}). */
public final class MetaKeys {

    /** The prefix of all keys and extension names of MCP itself. */
    public static final String PREFIX = "io.modelcontextprotocol/";

    /** Request: the protocol version; required in 2026-07-28. */
    public static final String PROTOCOL_VERSION = PREFIX + "protocolVersion";

    /** Request: name and version of the client. */
    public static final String CLIENT_INFO = PREFIX + "clientInfo";

    /** Request: the client's capabilities; required in 2026-07-28. */
    public static final String CLIENT_CAPABILITIES = PREFIX + "clientCapabilities";

    /** Request: the lowest level of log messages to send for it; without it none are sent. */
    public static final String LOG_LEVEL = PREFIX + "logLevel";

    /** Result: name and version of the server. */
    public static final String SERVER_INFO = PREFIX + "serverInfo";

    /** Notification on the stream of {@code subscriptions/listen}: the id of that request. */
    public static final String SUBSCRIPTION_ID = PREFIX + "subscriptionId";

    /** 2025-11-25: the task that a message belongs to. */
    public static final String RELATED_TASK = PREFIX + "related-task";

    /** 2025-11-25: a text for the model to go on with while a task runs. */
    public static final String MODEL_IMMEDIATE_RESPONSE = PREFIX + "model-immediate-response";

    /** The extension for tasks, as it is named among capabilities. */
    public static final String TASKS_EXTENSION = PREFIX + "tasks";

    /** Request: asks for progress notifications that carry this token. */
    public static final String PROGRESS_TOKEN = "progressToken";

    /** W3C Trace Context. */
    public static final String TRACEPARENT = "traceparent";

    /** W3C Trace Context. */
    public static final String TRACESTATE = "tracestate";

    /** W3C Baggage. */
    public static final String BAGGAGE = "baggage";

    private MetaKeys() {}
}
