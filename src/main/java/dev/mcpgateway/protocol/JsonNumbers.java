package dev.mcpgateway.protocol;

import java.math.BigDecimal;
import java.util.OptionalLong;

/** Exact readings of JSON number tokens, with work bounded by the token's length. */
final class JsonNumbers {

    private static final int LONGEST = 64;

    private JsonNumbers() {}

    /** The token as a {@code long}, or empty when it is not one exactly. */
    static OptionalLong exactLong(String token) {
        if (token.length() > LONGEST) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(new BigDecimal(token).longValueExact());
        } catch (ArithmeticException | NumberFormatException notALong) {
            // The second is an exponent that even BigDecimal cannot hold.
            return OptionalLong.empty();
        }
    }
}
