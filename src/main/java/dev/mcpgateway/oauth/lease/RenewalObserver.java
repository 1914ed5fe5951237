package dev.mcpgateway.oauth.lease;

import java.util.function.Consumer;

/** Learns what came of renewals, for metrics. */
@FunctionalInterface
public interface RenewalObserver {

    /** Learns nothing. */
    RenewalObserver NONE = giver -> outcome -> {};

    /**
     * Where to tell the outcomes of one giver; callable from any thread.
     *
     * @param giver who gives the tokens: the name of an upstream, or {@code identity-provider}
     */
    Consumer<RenewalOutcome> of(String giver);
}
