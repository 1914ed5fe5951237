package dev.mcpgateway.provider.upstream.bridge;

import java.time.Duration;

/**
 * The limits of calls in which a server asks the client something.
 *
 * @param waitFor how long a call waits for the client's answers
 * @param mostWaiting how many calls of one upstream wait at once
 * @param mostRounds how many times one call may ask
 */
public record Interaction(Duration waitFor, int mostWaiting, int mostRounds) {

    /** The deadline of a call's stream that must not pass while the call waits for a person. */
    Duration longer(Duration deadline) {
        return deadline.isZero() || deadline.compareTo(waitFor) > 0 ? deadline : waitFor.plus(deadline);
    }
}
