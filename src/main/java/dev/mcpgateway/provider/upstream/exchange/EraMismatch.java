package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.protocol.Era;

/** The upstream answered as one that does not speak the era that was assumed; nothing of the request ran. */
public final class EraMismatch extends RuntimeException {
    private final Era assumed;
    private final RuntimeException answer;

    /**
     * @param assumed the era in which it was asked
     * @param answer what the client is told when no other era helps
     */
    public EraMismatch(Era assumed, RuntimeException answer) {
        super(answer.getMessage(), null, false, false);
        this.assumed = assumed;
        this.answer = answer;
    }

    public Era assumed() {
        return assumed;
    }

    public RuntimeException answer() {
        return answer;
    }
}
