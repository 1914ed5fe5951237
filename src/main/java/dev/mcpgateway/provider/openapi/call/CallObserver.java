package dev.mcpgateway.provider.openapi.call;

/** Learns what came of the requests to services, each attempt by itself. Called on any event loop. */
@FunctionalInterface
public interface CallObserver {
    /** Learns nothing. */
    CallObserver NONE = (service, outcome, status, nanos) -> {};

    /** What came of an attempt. */
    enum Outcome {
        /** The service answered, whatever it said. */
        ANSWERED,
        /** The service answered more than may be read. */
        TOO_LARGE,
        /** There was no connection. */
        NOT_SENT,
        /** The connection was lost after the request was sent. */
        LOST,
        /** No answer came in time. */
        TIMED_OUT
    }

    /**
     * Takes note of an attempt, the redirects that it followed included.
     *
     * @param service its configured name
     * @param status of the answer; 0 without one
     * @param nanos from its beginning to the whole answer
     */
    void attempted(String service, Outcome outcome, int status, long nanos);

    /** This one and another after it. */
    default CallObserver and(CallObserver other) {
        return (service, outcome, status, nanos) -> {
            attempted(service, outcome, status, nanos);
            other.attempted(service, outcome, status, nanos);
        };
    }
}
