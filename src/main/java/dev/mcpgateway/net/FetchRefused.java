package dev.mcpgateway.net;

/** An address was not fetched, or its answer not taken. The message says why, for whoever named the address. */
public final class FetchRefused extends RuntimeException {

    FetchRefused(String message) {
        super(message, null, false, false);
    }
}
