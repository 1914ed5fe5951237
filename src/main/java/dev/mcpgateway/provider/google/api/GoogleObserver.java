package dev.mcpgateway.provider.google.api;

/** Is told of each request to Google, repetitions included. Called on event loops. */
@FunctionalInterface
public interface GoogleObserver {
    /** Tells nobody. */
    GoogleObserver NONE = (service, outcome, nanos) -> {};

    /** What became of a request. */
    enum Outcome {
        /** It was answered. */
        OK,
        /** Google asks for patience: a rate or a quota. */
        BUSY,
        /** Google will not do it: arguments, scopes, or nothing there. */
        REFUSED,
        /** Google failed. */
        FAILED,
        /** No answer came, or none that was small enough, or nobody waited for it any more. */
        NO_ANSWER
    }

    /**
     * One request is over.
     *
     * @param nanos from the request to the end of the answer
     */
    void asked(GoogleService service, Outcome outcome, long nanos);
}
