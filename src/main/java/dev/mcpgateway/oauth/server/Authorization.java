package dev.mcpgateway.oauth.server;

import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.config.ClientsConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.TokensConfig;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.net.GuardedFetch;
import dev.mcpgateway.oauth.BrowserSessions;
import dev.mcpgateway.oauth.Pages;
import dev.mcpgateway.oauth.PersonCheck;
import dev.mcpgateway.oauth.client.Clients;
import dev.mcpgateway.oauth.client.MetadataDocuments;
import dev.mcpgateway.oauth.client.RegisteredClients;
import dev.mcpgateway.oauth.client.Registration;
import dev.mcpgateway.oauth.client.RegistrationLimit;
import dev.mcpgateway.oauth.grant.Codes;
import dev.mcpgateway.oauth.grant.ConnectedClients;
import dev.mcpgateway.oauth.grant.Grants;
import dev.mcpgateway.oauth.grant.Leavers;
import dev.mcpgateway.oauth.grant.PersonalTokens;
import dev.mcpgateway.oauth.grant.Refresh;
import dev.mcpgateway.oauth.grant.Tokens;
import dev.mcpgateway.session.PersonIndex;
import dev.mcpgateway.session.PersonSessions;
import dev.mcpgateway.session.Revocation;
import dev.mcpgateway.session.Revocations;
import dev.mcpgateway.store.RecordStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The authorization server and the resource side of one process, put together. */
public final class Authorization {
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Supplier<GatewayConfig> config;
    private final Revocations revocations;
    private final RegisteredClients registered;
    private final AuthorizationServer server;
    private final BearerAuthenticator authenticator;
    private final ConnectedClients clients;
    private final PersonalTokens personalTokens;
    private final PersonSessions personSessions;
    private final Leavers leavers;

    /**
     * What it is made of.
     *
     * @param fetch gets client ID metadata documents
     * @param elsewhere deletes what else is kept for a person who is revoked, by their id
     */
    public record Parts(
            Vertx vertx,
            Supplier<GatewayConfig> config,
            RecordStore store,
            ServerKeys keys,
            PersonIndex index,
            Revocations revocations,
            GuardedFetch fetch,
            Function<String, Future<Void>> elsewhere,
            AuditLog audit,
            InstantSource clock) {}

    /**
     * @param pages what people see
     * @param sessions who is signed in in a browser
     * @param check asks the identity provider about people
     */
    public Authorization(Parts parts, Pages pages, BrowserSessions sessions, PersonCheck check) {
        this.clock = parts.clock();
        this.config = parts.config();
        this.revocations = parts.revocations();
        Supplier<TokensConfig> tokens = () -> parts.config().get().auth().tokens();
        Supplier<ClientsConfig> clientLimits = () -> parts.config().get().auth().clients();
        Grants grants = new Grants(parts.store(), revocations, tokens, new Tokens(parts.keys()), clock);
        this.clients = new ConnectedClients(parts.index(), grants, clock);
        this.personalTokens = new PersonalTokens(parts.index(), grants, tokens, clock);
        this.personSessions = new PersonSessions(parts.store(), parts.index(), revocations, clock);
        this.leavers =
                new Leavers(parts.index(), grants, personSessions, revocations, parts.elsewhere(), tokens, clock);
        this.registered = new RegisteredClients(parts.store(), clientLimits);
        MetadataDocuments documents = new MetadataDocuments(parts.vertx(), clientLimits, parts.fetch(), clock);
        this.server = new AuthorizationServer(new ServerContext(
                config,
                parts.store(),
                pages,
                sessions,
                parts.audit(),
                clock,
                new ConsentSeals(parts.keys(), clock),
                new Clients(clientLimits, documents, registered),
                registered,
                new Registration(clientLimits, registered),
                new RegistrationLimit(() -> clientLimits.get().registrationsPerMinute(), System::nanoTime),
                grants,
                new Codes(parts.store(), grants, clients, tokens, clock),
                new Refresh(grants, leavers, check, tokens, clock),
                clients));
        KnownTokens known = new KnownTokens(parts.vertx(), grants, tokens, clock);
        revocations.onRevoked(known::forget);
        parts.vertx().setPeriodic(SWEEP.toMillis(), now -> known.sweep());
        this.authenticator = new BearerAuthenticator(config, known);
    }

    public AuthorizationServer server() {
        return server;
    }

    public BearerAuthenticator authenticator() {
        return authenticator;
    }

    /** The clients that people let in. */
    public ConnectedClients clients() {
        return clients;
    }

    public PersonalTokens personalTokens() {
        return personalTokens;
    }

    /** The MCP sessions that people's clients have open. */
    public PersonSessions personSessions() {
        return personSessions;
    }

    /** Takes everything from a person: tokens, sessions, streams, sign-ins; on all tasks. */
    public Future<Void> revokePerson(String personId) {
        return leavers.revoke(personId);
    }

    /** Takes from a client what anybody gave it, and forgets it if it had registered itself; on all tasks. */
    public Future<Void> revokeClient(String clientId) {
        Instant now = clock.instant();
        Instant until = now.plus(config.get().auth().tokens().refreshToken());
        return revocations
                .publish(List.of(new Revocation(Revocation.Kind.CLIENT, clientId, now, until)))
                .compose(told -> registered.remove(clientId));
    }
}
