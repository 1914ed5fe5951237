package dev.mcpgateway.bench.load;

/** An answer that is not the one the request asked for. */
public final class WrongAnswer extends Exception {
    public WrongAnswer(String message) {
        super(message, null, false, false);
    }
}
