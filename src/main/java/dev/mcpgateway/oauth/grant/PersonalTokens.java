package dev.mcpgateway.oauth.grant;

import dev.mcpgateway.config.TokensConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.OAuthError;
import dev.mcpgateway.session.PersonIndex;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Personal access tokens, for scripts: named, scoped, expiring, revocable, and shown once. */
public final class PersonalTokens {
    /** The section of the person's index. */
    public static final String SECTION = "tokens";

    private static final int MOST_TOKENS = 100;
    private static final int MAX_NAME = 100;
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final PersonIndex index;
    private final Grants grants;
    private final Supplier<TokensConfig> config;
    private final InstantSource clock;

    /** A token as its person sees it; the token itself is not kept. */
    public record PersonalToken(String id, String name, Set<Scope> scopes, Instant createdAt, Instant expiresAt) {
        public PersonalToken {
            scopes = Set.copyOf(scopes);
        }
    }

    /** A new token, to be shown this once. */
    public record Created(String token, PersonalToken entry) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Created[" + entry + "]";
        }
    }

    public PersonalTokens(PersonIndex index, Grants grants, Supplier<TokensConfig> config, InstantSource clock) {
        this.index = index;
        this.grants = grants;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Makes a token.
     *
     * @param name 1 to 100 characters, for the person to know it by
     * @param scopes at least one
     * @param lifetime from a minute to {@code auth.tokens.personalToken}
     * @return fails with an {@link OAuthError} that says what is wrong, or as the store does
     */
    public Future<Created> create(Person person, String name, Set<Scope> scopes, Duration lifetime) {
        Duration longest = config.get().personalToken();
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            return Future.failedFuture(
                    OAuthError.invalidRequest("a token has a name of 1 to " + MAX_NAME + " printable characters"));
        }
        if (scopes.isEmpty()) {
            return Future.failedFuture(OAuthError.invalidScope("a token has at least one scope"));
        }
        if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(longest) > 0) {
            return Future.failedFuture(OAuthError.invalidRequest("a token is valid for at least a minute and at most "
                    + longest.toDays() + " days (auth.tokens.personalToken)"));
        }
        Instant now = clock.instant();
        PersonalToken entry = new PersonalToken(Tokens.newGrantId(), name.strip(), scopes, now, now.plus(lifetime));
        // The entry comes first: a token that nobody sees in a list could not be revoked.
        return index.change(person.id(), known -> with(known, entry))
                .compose(listed -> grants.personal(entry.id(), person, entry.name(), scopes, entry.expiresAt()))
                .map(token -> new Created(token, entry));
    }

    private static JsonObject with(JsonObject known, PersonalToken entry) {
        JsonObject tokens = PersonIndex.section(known, SECTION);
        if (tokens.size() >= MOST_TOKENS) {
            throw OAuthError.invalidRequest("a person has at most " + MOST_TOKENS + " tokens; revoke one first");
        }
        tokens.put(
                entry.id(),
                new JsonObject()
                        .put("name", entry.name())
                        .put("scopes", GrantCodec.scopes(entry.scopes()))
                        .put("created", entry.createdAt().toEpochMilli())
                        .put("until", entry.expiresAt().toEpochMilli()));
        return known;
    }

    /** The tokens of a person that have not expired, the newest first. */
    public Future<List<PersonalToken>> list(String personId) {
        return index.read(personId).map(known -> {
            JsonObject tokens = PersonIndex.section(known, SECTION);
            List<PersonalToken> all = new ArrayList<>();
            for (String id : tokens.fieldNames()) {
                JsonObject token = tokens.getJsonObject(id);
                Instant until = Instant.ofEpochMilli(token.getLong("until"));
                if (until.isAfter(clock.instant())) {
                    all.add(new PersonalToken(
                            id,
                            token.getString("name"),
                            GrantCodec.scopes(token.getJsonArray("scopes")),
                            Instant.ofEpochMilli(token.getLong("created")),
                            until));
                }
            }
            all.sort((one, other) -> other.createdAt().compareTo(one.createdAt()));
            return all;
        });
    }

    /** Takes a token back; whether the person had it. */
    public Future<Boolean> revoke(String personId, String id) {
        boolean[] had = new boolean[1];
        return index.change(personId, known -> {
                    had[0] = PersonIndex.section(known, SECTION).remove(id) != null;
                    return known;
                })
                .compose(changed -> had[0] ? grants.revoke(List.of(id)).map(true) : Future.succeededFuture(false));
    }
}
