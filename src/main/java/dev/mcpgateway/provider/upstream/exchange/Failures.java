package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.protocol.CredentialsRefused;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure;

/** What a client is told when an upstream gave no answer. Errors name the upstream, what happened and what to do. */
public final class Failures {
    private final String upstream;

    public Failures(String upstream) {
        this.upstream = upstream;
    }

    /**
     * Turns a failure into an error.
     *
     * @param repeatable whether running the request twice does no harm
     */
    public McpError error(Throwable failure, boolean repeatable) {
        if (failure instanceof McpError error) {
            return error;
        }
        if (!(failure instanceof UpstreamFailure lost)) {
            return McpError.internal(
                    subject() + " failed in the gateway: " + failure.getClass().getSimpleName());
        }
        boolean unknown = !repeatable && (lost.kind().mayHaveRun() || isAmbiguous(lost));
        String what = subject() + ": " + lost.getMessage();
        String challenge = lost.challenge();
        if (challenge != null) {
            return new CredentialsRefused(what + ".", lost.status(), challenge);
        }
        return switch (lost.kind()) {
            case UNREACHABLE -> McpError.upstreamUnavailable(what + ". Nothing was sent; try again later.");
            case REFUSED -> unknown ? outcomeUnknown(what) : McpError.upstreamUnavailable(what + ".");
            case SESSION_LOST -> McpError.sessionLost(what + ". Call again to begin a new session.");
            case BROKEN, GARBLED ->
                unknown
                        ? outcomeUnknown(what)
                        : McpError.upstreamUnavailable(what + ". The request changes nothing and can be repeated.");
            case TIMED_OUT -> McpError.upstreamTimedOut(what + (unknown ? ". The call may have run." : "."));
            case TOO_LARGE -> McpError.responseTooLarge(what + ".");
            case ABORTED -> McpError.outcomeUnknown(subject() + " was not waited for: the call was cancelled.");
        };
    }

    private static McpError outcomeUnknown(String what) {
        return McpError.outcomeUnknown(
                "Outcome unknown: " + what + ". The call may have run; look before you repeat it.");
    }

    /** A gateway in front of the upstream answers so when the upstream itself broke off or timed out. */
    private static boolean isAmbiguous(UpstreamFailure lost) {
        return lost.kind() == UpstreamFailure.Kind.REFUSED
                && (lost.status() == 500 || lost.status() == 502 || lost.status() == 504);
    }

    /** Whether a request of this method may run twice; of tools only their annotations can say so. */
    public static boolean isRepeatable(String method) {
        return switch (method) {
            case McpMethod.PING,
                    McpMethod.INITIALIZE,
                    McpMethod.SERVER_DISCOVER,
                    McpMethod.PROMPTS_GET,
                    McpMethod.RESOURCES_READ,
                    McpMethod.RESOURCES_SUBSCRIBE,
                    McpMethod.RESOURCES_UNSUBSCRIBE,
                    McpMethod.COMPLETION_COMPLETE,
                    McpMethod.LOGGING_SET_LEVEL,
                    McpMethod.TASKS_GET,
                    McpMethod.TASKS_LIST,
                    McpMethod.TASKS_RESULT -> true;
            default -> McpMethod.isList(method);
        };
    }

    /** The upstream as messages name it. */
    public String subject() {
        return "upstream '" + upstream + "'";
    }
}
