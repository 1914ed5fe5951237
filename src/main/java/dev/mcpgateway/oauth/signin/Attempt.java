package dev.mcpgateway.oauth.signin;

import dev.mcpgateway.oauth.Hash;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that began in a browser: what its cookie carries, sealed, until the browser comes back.
 *
 * @param state 256 random bits that come back from the provider once, and the mark of a {@link LoopbackName}
 * @param nonce 256 random bits that come back in the ID token
 * @param verifier what only the gateway knows of the code's challenge (RFC 7636)
 * @param provider where the person was sent; empty for the development page
 * @param redirectUri where the provider answers to
 * @param returnTo the local path to go to afterwards
 * @param again whether this is the second round, which makes the provider ask for consent
 * @param person in the second round, who signed in in the first
 * @param scope the scope that a tool lacks, when that is what the person was sent for
 * @param until when it ends
 */
record Attempt(
        String state,
        String nonce,
        String verifier,
        String provider,
        String redirectUri,
        String returnTo,
        boolean again,
        @Nullable String person,
        @Nullable String scope,
        Instant until) {
    private static final int RANDOM_BYTES = 32;

    /** @param mark what is appended to the state; may be empty */
    static Attempt begin(String provider, String redirectUri, String returnTo, String mark, Instant until) {
        return new Attempt(
                Hash.random(RANDOM_BYTES) + mark,
                Hash.random(RANDOM_BYTES),
                Hash.random(RANDOM_BYTES),
                provider,
                redirectUri,
                returnTo,
                false,
                null,
                null,
                until);
    }

    /** The second round, for that person, with everything random anew. */
    Attempt secondRound(String personId, Instant newUntil) {
        Attempt next = begin(provider, redirectUri, returnTo, LoopbackName.markOf(state), newUntil);
        return new Attempt(
                next.state,
                next.nonce,
                next.verifier,
                provider,
                redirectUri,
                returnTo,
                true,
                personId,
                scope,
                newUntil);
    }

    /** The same for a scope that a tool lacks. */
    Attempt forScope(String missing) {
        return new Attempt(state, nonce, verifier, provider, redirectUri, returnTo, again, person, missing, until);
    }

    String challenge() {
        return Hash.sha256(verifier);
    }

    Buffer encode() {
        JsonObject json = new JsonObject()
                .put("s", state)
                .put("n", nonce)
                .put("v", verifier)
                .put("p", provider)
                .put("u", redirectUri)
                .put("r", returnTo)
                .put("t", until.toEpochMilli());
        if (again) {
            json.put("a", true).put("i", person);
        }
        if (scope != null) {
            json.put("g", scope);
        }
        return json.toBuffer();
    }

    static Attempt decode(Buffer value) {
        JsonObject json = value.toJsonObject();
        return new Attempt(
                json.getString("s"),
                json.getString("n"),
                json.getString("v"),
                json.getString("p"),
                json.getString("u"),
                json.getString("r"),
                json.getBoolean("a", false),
                json.getString("i"),
                json.getString("g"),
                Instant.ofEpochMilli(json.getLong("t")));
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "Attempt[" + provider + ", until " + until + "]";
    }
}
