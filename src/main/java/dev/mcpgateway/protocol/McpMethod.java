package dev.mcpgateway.protocol;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The methods and notifications of all five versions. They are strings, because a method that is not among them passes
 * through the gateway as it came.
 */
public final class McpMethod {

    public static final String INITIALIZE = "initialize";
    public static final String PING = "ping";
    public static final String SERVER_DISCOVER = "server/discover";
    public static final String SUBSCRIPTIONS_LISTEN = "subscriptions/listen";

    public static final String TOOLS_LIST = "tools/list";
    public static final String TOOLS_CALL = "tools/call";
    public static final String PROMPTS_LIST = "prompts/list";
    public static final String PROMPTS_GET = "prompts/get";
    public static final String RESOURCES_LIST = "resources/list";
    public static final String RESOURCES_TEMPLATES_LIST = "resources/templates/list";
    public static final String RESOURCES_READ = "resources/read";
    public static final String RESOURCES_SUBSCRIBE = "resources/subscribe";
    public static final String RESOURCES_UNSUBSCRIBE = "resources/unsubscribe";
    public static final String COMPLETION_COMPLETE = "completion/complete";
    public static final String LOGGING_SET_LEVEL = "logging/setLevel";

    public static final String TASKS_GET = "tasks/get";
    public static final String TASKS_RESULT = "tasks/result";
    public static final String TASKS_LIST = "tasks/list";
    public static final String TASKS_CANCEL = "tasks/cancel";
    public static final String TASKS_UPDATE = "tasks/update";

    public static final String SAMPLING_CREATE_MESSAGE = "sampling/createMessage";
    public static final String ELICITATION_CREATE = "elicitation/create";
    public static final String ROOTS_LIST = "roots/list";

    public static final String NOTIFICATIONS_INITIALIZED = "notifications/initialized";
    public static final String NOTIFICATIONS_CANCELLED = "notifications/cancelled";
    public static final String NOTIFICATIONS_PROGRESS = "notifications/progress";
    public static final String NOTIFICATIONS_MESSAGE = "notifications/message";
    public static final String NOTIFICATIONS_ROOTS_LIST_CHANGED = "notifications/roots/list_changed";
    public static final String NOTIFICATIONS_TOOLS_LIST_CHANGED = "notifications/tools/list_changed";
    public static final String NOTIFICATIONS_PROMPTS_LIST_CHANGED = "notifications/prompts/list_changed";
    public static final String NOTIFICATIONS_RESOURCES_LIST_CHANGED = "notifications/resources/list_changed";
    public static final String NOTIFICATIONS_RESOURCES_UPDATED = "notifications/resources/updated";
    public static final String NOTIFICATIONS_ELICITATION_COMPLETE = "notifications/elicitation/complete";
    public static final String NOTIFICATIONS_TASKS_STATUS = "notifications/tasks/status";
    /** What the extension for tasks has in place of {@link #NOTIFICATIONS_TASKS_STATUS}. */
    public static final String NOTIFICATIONS_TASKS = "notifications/tasks";

    public static final String NOTIFICATIONS_SUBSCRIPTIONS_ACKNOWLEDGED = "notifications/subscriptions/acknowledged";

    private static final Set<String> SERVER_REQUESTS = Set.of(SAMPLING_CREATE_MESSAGE, ELICITATION_CREATE, ROOTS_LIST);
    private static final Set<String> LEGACY_ONLY = Set.of(
            INITIALIZE,
            PING,
            LOGGING_SET_LEVEL,
            RESOURCES_SUBSCRIBE,
            RESOURCES_UNSUBSCRIBE,
            TASKS_RESULT,
            TASKS_LIST,
            NOTIFICATIONS_INITIALIZED,
            NOTIFICATIONS_ROOTS_LIST_CHANGED,
            NOTIFICATIONS_ELICITATION_COMPLETE,
            NOTIFICATIONS_TASKS_STATUS);
    private static final Set<String> MODERN_ONLY = Set.of(
            SERVER_DISCOVER,
            SUBSCRIPTIONS_LISTEN,
            TASKS_UPDATE,
            NOTIFICATIONS_TASKS,
            NOTIFICATIONS_SUBSCRIPTIONS_ACKNOWLEDGED);

    /** Which member of {@code params} says what a request is about, and so which upstream it goes to. */
    public enum Target {
        /** {@code params.name}: a tool or prompt. */
        NAME("name"),
        /** {@code params.uri}: a resource. */
        URI("uri"),
        /** {@code params.ref}: an object that names a prompt or resource template. */
        REF("ref"),
        /** {@code params.taskId}: a task. */
        TASK_ID("taskId"),
        /** Nothing: the request is about the server. */
        NONE(null);

        private final @Nullable String member;

        Target(@Nullable String member) {
            this.member = member;
        }

        /** The member of {@code params}, null for {@link #NONE}. */
        public @Nullable String member() {
            return member;
        }
    }

    private McpMethod() {}

    /** Where a request or notification of this method says what it is about; {@link Target#NONE} when it is not known. */
    public static Target target(String method) {
        return switch (method) {
            case TOOLS_CALL, PROMPTS_GET -> Target.NAME;
            case RESOURCES_READ, RESOURCES_SUBSCRIBE, RESOURCES_UNSUBSCRIBE, NOTIFICATIONS_RESOURCES_UPDATED ->
                Target.URI;
            case COMPLETION_COMPLETE -> Target.REF;
            case TASKS_GET, TASKS_RESULT, TASKS_CANCEL, TASKS_UPDATE -> Target.TASK_ID;
            default -> Target.NONE;
        };
    }

    /**
     * The member of {@code params} that the {@code Mcp-Name} header mirrors; null when the method has no such header. See
     * {@link #requiresNameHeader}.
     */
    public static @Nullable String nameHeaderMember(String method) {
        return switch (method) {
            case TOOLS_CALL, PROMPTS_GET, RESOURCES_READ, TASKS_GET, TASKS_UPDATE, TASKS_CANCEL ->
                target(method).member();
            default -> null;
        };
    }

    /** Whether a request of 2026-07-28 must have the header; the extension for tasks only asks it of clients. */
    public static boolean requiresNameHeader(String method) {
        return switch (method) {
            case TOOLS_CALL, PROMPTS_GET, RESOURCES_READ -> true;
            default -> false;
        };
    }

    /** Whether the answer is one of the lists that come in pages. */
    public static boolean isList(String method) {
        return switch (method) {
            case TOOLS_LIST, PROMPTS_LIST, RESOURCES_LIST, RESOURCES_TEMPLATES_LIST -> true;
            default -> false;
        };
    }

    /** Whether the result may ask for input and be retried with the answers (2026-07-28, multi round-trip requests). */
    public static boolean mayRequireInput(String method) {
        return switch (method) {
            case TOOLS_CALL, PROMPTS_GET, RESOURCES_READ -> true;
            default -> false;
        };
    }

    /** Whether servers send this request to clients; in 2026-07-28 it travels inside an {@code input_required} result. */
    public static boolean isServerRequest(String method) {
        return SERVER_REQUESTS.contains(method);
    }

    /** Whether a request or notification of this method can be sent as a message in that era; unknown ones can. */
    public static boolean existsIn(String method, Era era) {
        return switch (era) {
            case LEGACY -> !MODERN_ONLY.contains(method);
            case MODERN -> !LEGACY_ONLY.contains(method) && !SERVER_REQUESTS.contains(method);
        };
    }
}
