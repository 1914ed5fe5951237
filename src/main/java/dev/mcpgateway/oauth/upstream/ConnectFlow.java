package dev.mcpgateway.oauth.upstream;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.BrowserSession;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.upstream.ConnectFailure.Kind;
import dev.mcpgateway.oauth.upstream.server.ClientDocument;
import dev.mcpgateway.oauth.upstream.server.Discovery;
import dev.mcpgateway.oauth.upstream.server.ServerMetadata;
import dev.mcpgateway.oauth.upstream.server.Tokens;
import dev.mcpgateway.oauth.upstream.server.UpstreamClient;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Connects a person's account at an upstream by the code flow with PKCE (2025-11-25 and 2026-07-28, authorization). The state is
 * good once, for one browser session, one upstream and one authorization server; the code goes to that server alone.
 *
 * <p>Futures fail with {@link ConnectFailure}, {@link dev.mcpgateway.oauth.upstream.server.ServerFailure} or
 * {@link dev.mcpgateway.store.StoreException}.
 */
public final class ConnectFlow {
    private static final String KIND = "upstream-attempt";
    private static final String OFFLINE = "offline_access";
    private static final int RANDOM_BYTES = 32;

    private final UpstreamAccounts accounts;
    private final RecordStore store;

    public ConnectFlow(UpstreamAccounts accounts) {
        this.accounts = accounts;
        this.store = accounts.parts().store();
    }

    /**
     * What a person is asked to connect.
     *
     * @param address the upstream's
     * @param issuer the authorization server that they will be sent to
     * @param scopes what it will be asked for; may be empty
     * @param connected whether there is an account already
     */
    public record Offer(String upstream, String address, String issuer, Set<String> scopes, boolean connected) {
        public Offer {
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * What came back from the authorization server, unchecked.
     *
     * @param upstream whose callback it came to
     */
    public record Answer(
            String upstream,
            @Nullable String state,
            @Nullable String code,
            @Nullable String issuer,
            @Nullable String error) {

        /** Without the code and the state. */
        @Override
        public String toString() {
            return "Answer[" + upstream + "]";
        }
    }

    /** Finds out what there is to connect; null when there is nothing of that name. */
    public Future<@Nullable Offer> offer(Person person, String upstream) {
        UpstreamAccounts.Entry entry = accounts.find(upstream);
        if (entry == null) {
            return Future.succeededFuture(null);
        }
        return entry.account()
                .discover()
                .compose(found -> entry.account()
                        .grants()
                        .find(person.id())
                        .map(grant -> new Offer(
                                upstream,
                                entry.account().address(),
                                found.server().issuer(),
                                scopes(found, grant),
                                grant != null)));
    }

    private static Set<String> scopes(Discovery.Found found, @Nullable UpstreamGrant grant) {
        Set<String> scopes = new LinkedHashSet<>(found.scopes());
        if (grant != null) {
            scopes.addAll(grant.wanted());
        }
        if (found.server().scopes().contains(OFFLINE)) {
            scopes.add(OFFLINE);
        }
        return scopes;
    }

    /**
     * Begins.
     *
     * @param origin by which the browser knows the gateway
     * @return where to send the browser; null when there is nothing of that name
     */
    public Future<@Nullable String> begin(BrowserSession browser, String upstream, String origin) {
        UpstreamAccounts.Entry entry = accounts.find(upstream);
        if (entry == null) {
            return Future.succeededFuture(null);
        }
        UpstreamAccount account = entry.account();
        return account.discover()
                .compose(found -> account.registrations()
                        .client(found.server(), origin)
                        .compose(client -> account.grants()
                                .find(browser.person().id())
                                .compose(grant -> keep(
                                        found.server(),
                                        new ConnectAttempt(
                                                browser.person().id(),
                                                browser.id(),
                                                upstream,
                                                account.address(),
                                                found.resource(),
                                                found.server().issuer(),
                                                found.server().saysIssuer(),
                                                client,
                                                ClientDocument.redirectUri(origin, upstream),
                                                Hash.random(RANDOM_BYTES),
                                                scopes(found, grant))))));
    }

    private Future<@Nullable String> keep(ServerMetadata server, ConnectAttempt attempt) {
        String state = Hash.random(RANDOM_BYTES);
        Instant until = accounts.parts()
                .clock()
                .instant()
                .plus(accounts.parts().config().get().auth().tokens().signIn());
        return store.put(StoredRecord.create(key(state), KIND, StoredRecord.GATEWAY, until, attempt.encode()))
                .<@Nullable String>map(kept -> address(server, attempt, state));
    }

    private static String address(ServerMetadata server, ConnectAttempt attempt, String state) {
        UpstreamClient client = attempt.client();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", client.id());
        query.put("redirect_uri", attempt.redirectUri());
        query.put("state", state);
        query.put("code_challenge", attempt.challenge());
        query.put("code_challenge_method", "S256");
        query.put("resource", attempt.resource());
        if (!attempt.scopes().isEmpty()) {
            query.put("scope", String.join(" ", new TreeSet<>(attempt.scopes())));
        }
        if (attempt.scopes().contains(OFFLINE)) {
            // OpenID Connect Core 1.0, section 11: without it no refresh token is given.
            query.put("prompt", "consent");
        }
        String endpoint = server.authorizationEndpoint().toString();
        return query.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", endpoint + (endpoint.contains("?") ? "&" : "?"), ""));
    }

    /** Takes an answer, once; completes with the scopes that were granted. */
    public Future<Set<String>> finish(BrowserSession browser, Answer answer) {
        if (answer.state() == null || answer.state().isEmpty()) {
            return Future.failedFuture(new ConnectFailure(Kind.UNKNOWN, "the answer has no state"));
        }
        return store.get(key(answer.state())).compose(found -> {
            if (found.isEmpty()) {
                return Future.failedFuture(new ConnectFailure(Kind.UNKNOWN, "the state is unknown, used or over"));
            }
            ConnectAttempt attempt = ConnectAttempt.decode(found.get().value());
            if (!attempt.isOf(browser, answer.upstream())) {
                // Whose it is may still finish it.
                return Future.failedFuture(new ConnectFailure(
                        Kind.OTHER_PERSON, "somebody else, or another browser, began to connect this account"));
            }
            return store.delete(found.get().key(), found.get().version())
                    .recover(failure -> Future.failedFuture(
                            failure instanceof VersionConflict
                                    ? new ConnectFailure(Kind.UNKNOWN, "the state was used at the same time")
                                    : failure))
                    .compose(spent -> accept(browser.person(), attempt, answer));
        });
    }

    private Future<Set<String>> accept(Person person, ConnectAttempt attempt, Answer answer) {
        String issuer = answer.issuer();
        if (issuer == null ? attempt.saysIssuer() : !issuer.equals(attempt.issuer())) {
            return Future.failedFuture(new ConnectFailure(
                    Kind.OTHER_SERVER, "the answer does not name " + attempt.issuer() + " as the server that gave it"));
        }
        String code = answer.code();
        if (answer.error() != null || code == null) {
            String error = answer.error() == null ? "no code" : answer.error().replaceAll("[^a-z_]", "?");
            return Future.failedFuture(new ConnectFailure(Kind.DENIED, error));
        }
        UpstreamAccounts.Entry entry = accounts.find(attempt.upstream());
        if (entry == null || !entry.account().address().equals(attempt.address())) {
            return Future.failedFuture(new ConnectFailure(Kind.CHANGED, "the upstream has another address now"));
        }
        UpstreamAccount account = entry.account();
        return account.server(attempt.issuer())
                .compose(server -> account.tokens()
                        .exchange(
                                server,
                                attempt.client(),
                                code,
                                attempt.verifier(),
                                attempt.redirectUri(),
                                attempt.resource()))
                .recover(failure -> UpstreamAccount.isClientUnknown(failure)
                        ? account.registrations()
                                .forget(attempt.issuer(), attempt.redirectUri())
                                .transform(forgotten -> Future.failedFuture(failure))
                        : Future.failedFuture(failure))
                .onFailure(failure -> account.forgetServers())
                .compose(tokens -> keep(person, entry, attempt, tokens));
    }

    private Future<Set<String>> keep(
            Person person, UpstreamAccounts.Entry entry, ConnectAttempt attempt, Tokens tokens) {
        Instant now = accounts.parts().clock().instant();
        Set<String> granted = tokens.scopes().isEmpty() ? attempt.scopes() : tokens.scopes();
        UpstreamGrant grant = new UpstreamGrant(
                attempt.address(),
                attempt.resource(),
                attempt.issuer(),
                attempt.client(),
                attempt.redirectUri(),
                granted,
                Set.of(),
                tokens.accessToken(),
                tokens.expiresAt(),
                tokens.refreshToken(),
                now,
                now);
        return entry.account()
                .grants()
                .connected(person.id(), grant)
                .onSuccess(kept -> {
                    entry.tokens().forget(person.id());
                    accounts.parts().changed().accept(person, attempt.upstream());
                })
                .map(granted);
    }

    private static String key(String state) {
        return KIND + "/" + Hash.sha256(state);
    }
}
