package dev.mcpgateway.oauth.grant;

import dev.mcpgateway.config.TokensConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.session.PersonIndex;
import dev.mcpgateway.session.PersonSessions;
import dev.mcpgateway.session.Revocation;
import dev.mcpgateway.session.Revocations;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** People who lose the gateway, and when the identity provider was last asked about those who have not. Thread-safe. */
public final class Leavers {
    private static final int MOST_KNOWN = 100_000;

    private final PersonIndex index;
    private final Grants grants;
    private final PersonSessions sessions;
    private final Revocations revocations;
    private final Function<String, Future<Void>> elsewhere;
    private final Supplier<TokensConfig> config;
    private final InstantSource clock;
    private final Map<String, Instant> checked = new LinkedHashMap<>();

    /** @param elsewhere deletes what is kept for a person, by their id, that is neither token nor session here */
    public Leavers(
            PersonIndex index,
            Grants grants,
            PersonSessions sessions,
            Revocations revocations,
            Function<String, Future<Void>> elsewhere,
            Supplier<TokensConfig> config,
            InstantSource clock) {
        this.index = index;
        this.grants = grants;
        this.sessions = sessions;
        this.revocations = revocations;
        this.elsewhere = elsewhere;
        this.config = config;
        this.clock = clock;
    }

    /** Takes from a person all clients, personal tokens, sessions, streams and connected accounts, on all tasks. */
    public Future<Void> revoke(String personId) {
        Instant now = clock.instant();
        TokensConfig lifetimes = config.get();
        Duration longest = lifetimes.refreshToken().compareTo(lifetimes.browserSession()) > 0
                ? lifetimes.refreshToken()
                : lifetimes.browserSession();
        List<String> ids = new ArrayList<>();
        // First what stops everything at once, also what the index does not know; then the records one by one.
        return revocations
                .publish(List.of(new Revocation(Revocation.Kind.PERSON, personId, now, now.plus(longest))))
                .compose(told -> sessions.deleteAll(personId))
                .compose(deleted -> index.change(personId, before -> {
                    ids.clear();
                    ids.addAll(ConnectedClients.grantIds(before));
                    ids.addAll(
                            PersonIndex.section(before, PersonalTokens.SECTION).fieldNames());
                    return new JsonObject();
                }))
                .compose(cleared -> grants.revoke(ids))
                .compose(revoked -> elsewhere.apply(personId));
    }

    /** Notes that the provider has just vouched for a person. */
    synchronized void checked(Person person) {
        if (checked.size() >= MOST_KNOWN) {
            checked.remove(checked.keySet().iterator().next());
        }
        checked.put(person.id(), clock.instant());
    }

    /** When the provider last vouched for a person, as far as this task knows; long ago when it knows nothing. */
    synchronized Instant checkedAt(Person person) {
        return checked.getOrDefault(person.id(), Instant.EPOCH);
    }
}
