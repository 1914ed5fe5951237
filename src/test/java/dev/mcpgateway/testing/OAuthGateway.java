package dev.mcpgateway.testing;

import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.http.PublicRoutes;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.net.GuardedFetch;
import dev.mcpgateway.oauth.BrowserSession;
import dev.mcpgateway.oauth.BrowserSessions;
import dev.mcpgateway.oauth.ConsentView;
import dev.mcpgateway.oauth.FailureView;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.Pages;
import dev.mcpgateway.oauth.server.Authorization;
import dev.mcpgateway.oauth.server.AuthorizationServer;
import dev.mcpgateway.session.PersonIndex;
import dev.mcpgateway.session.Revocations;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A gateway with its authorization server, a client and a browser for it. Who has the cookie {@code who} is signed in as that. */
public final class OAuthGateway implements AutoCloseable {
    public static final String VERIFIER = "verifier-verifier-verifier-verifier-verifier";
    public static final String REDIRECT = "http://127.0.0.1:7777/callback";

    public final RunningGateway running;
    public final SwitchedStore store;
    public final Revocations revocations;
    public final Authorization authorization;
    public final List<AuditEvent> audited = new CopyOnWriteArrayList<>();
    public final List<String> asked = new CopyOnWriteArrayList<>();
    /** What the identity provider says of a person. */
    public volatile Function<Person, Future<Boolean>> stillThere = person -> Future.succeededFuture(true);
    /** How far the gateway's clock is ahead. */
    public volatile Duration ahead = Duration.ZERO;

    private final Map<String, String> cookies = new LinkedHashMap<>();
    private Parts parts;

    private record Parts(SwitchedStore store, Revocations revocations, Authorization authorization) {}

    /** What is started. */
    public static final class Settings {
        public UnaryOperator<GatewayConfig> config = config -> config;
        public ServerKeys keys = ServerKeys.ephemeral();
        public Function<RunningGateway, GuardedFetch> fetch = gateway -> new GuardedFetch(gateway.vertx);
        public OAuthGateway beside;
    }

    private OAuthGateway(Settings settings) {
        RunningGateway.Settings running = new RunningGateway.Settings();
        running.otherwise = settings.config;
        running.door = gateway -> {
            parts = parts(gateway, settings);
            return new RunningGateway.Door(
                    parts.authorization().authenticator()::authenticate,
                    new PublicRoutes(parts.authorization().server()::mount, AuthorizationServer::isOpenToPages));
        };
        this.running = settings.beside == null
                ? RunningGateway.with(running, new ScriptedProvider("docs"))
                : RunningGateway.beside(settings.beside.running, running, new ScriptedProvider("docs"));
        this.store = parts.store();
        this.revocations = parts.revocations();
        this.authorization = parts.authorization();
    }

    public static OAuthGateway start() {
        return new OAuthGateway(new Settings());
    }

    public static OAuthGateway with(Settings settings) {
        return new OAuthGateway(settings);
    }

    private Parts parts(RunningGateway gateway, Settings settings) {
        SwitchedStore switched = new SwitchedStore(gateway.store);
        Revocations told = new Revocations(
                gateway.vertx, switched, () -> gateway.config.auth().tokens().cache());
        told.onRevoked(gateway.sessions::revoke);
        told.onRevoked(revocation -> gateway.onEachLoop(here -> here.endStreamsOf(revocation::concerns)));
        Authorization made = new Authorization(
                new Authorization.Parts(
                        gateway.vertx,
                        () -> gateway.config,
                        switched,
                        settings.keys,
                        new PersonIndex(switched),
                        told,
                        settings.fetch.apply(gateway),
                        person -> Future.succeededFuture(),
                        audited::add,
                        () -> Instant.now().plus(ahead)),
                new PlainPages(),
                new CookieSessions(switched),
                person -> {
                    asked.add(person.id());
                    return stillThere.apply(person);
                });
        return new Parts(switched, told, made);
    }

    /** Pages as lines that a test can read. */
    private static final class PlainPages implements Pages {
        @Override
        public String consent(ConsentView view) {
            return "CONSENT\nname=" + view.clientName() + "\nhost=" + view.clientHost() + "\nredirect="
                    + view.redirectUri() + "\nscopes="
                    + view.scopes().stream()
                            .map(ConsentView.GrantedScope::scope)
                            .collect(Collectors.joining(" "))
                    + "\nrequest=" + view.request() + "\ncsrf=" + view.csrf() + "\nunverified=" + view.unverified()
                    + "\nperson=" + view.person() + "\n";
        }

        @Override
        public String failure(FailureView view) {
            return "FAILURE " + view.status() + " " + view.title() + ": " + view.what() + " " + view.advice();
        }
    }

    private record CookieSessions(SwitchedStore store) implements BrowserSessions {
        @Override
        public Future<BrowserSession> current(RoutingContext context) {
            Cookie who = context.request().getCookie("who");
            if (who == null) {
                return Future.succeededFuture(null);
            }
            return store.get("browser/" + who.getValue())
                    .map(any -> new BrowserSession("id", person(who.getValue()), "csrf", Instant.now()));
        }
    }

    public static Person person(String name) {
        return HeaderSignIn.person(name + "@example.com");
    }

    /** The origin by which tests know the gateway. */
    public String origin() {
        return "http://127.0.0.1:" + running.port();
    }

    /** Signs the browser in. */
    public OAuthGateway signedIn(String who) {
        cookies.put("who", who);
        return this;
    }

    /** Another browser, without any cookie. */
    public void forgetCookies() {
        cookies.clear();
    }

    /** A GET as the browser makes it; no redirect is followed. */
    public HttpWire.Answer get(String path, String... headers) {
        return keep(running.wire().send("GET", path, null, withCookies(headers)).answer());
    }

    /** A form as the browser sends it. */
    public HttpWire.Answer post(String path, Map<String, String> form, String... headers) {
        String[] all = withCookies(headers);
        String[] typed = java.util.Arrays.copyOf(all, all.length + 1);
        typed[all.length] = "Content-Type: application/x-www-form-urlencoded";
        return keep(running.wire().send("POST", path, encoded(form), typed).answer());
    }

    private String[] withCookies(String... headers) {
        if (cookies.isEmpty()) {
            return headers;
        }
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Cookie: "
                + cookies.entrySet().stream()
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .collect(Collectors.joining("; "));
        return all;
    }

    private HttpWire.Answer keep(HttpWire.Answer answer) {
        String set = answer.header("set-cookie");
        if (set != null) {
            String pair = set.substring(0, set.indexOf(';'));
            cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return answer;
    }

    /** Parameters as they stand in a form or a query. */
    public static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** Registers a public client. */
    public String register(String... redirects) {
        HttpWire.Answer answer = register(new JsonObject()
                .put("client_name", "Cursor")
                .put("token_endpoint_auth_method", "none")
                .put("redirect_uris", new JsonArray(List.of(redirects))));
        if (answer.status() != 201) {
            throw new AssertionError(answer.body());
        }
        return new JsonObject(answer.body()).getString("client_id");
    }

    public HttpWire.Answer register(JsonObject metadata, String... headers) {
        String[] typed = java.util.Arrays.copyOf(headers, headers.length + 1);
        typed[headers.length] = "Content-Type: application/json";
        return running.wire()
                .send("POST", "/oauth/register", metadata.encode(), typed)
                .answer();
    }

    /** The parameters of a proper authorization request. */
    public Map<String, String> request(String clientId) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", clientId);
        parameters.put("redirect_uri", REDIRECT);
        parameters.put("state", "the-state");
        parameters.put("code_challenge", Hash.sha256(VERIFIER));
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    public HttpWire.Answer authorize(Map<String, String> parameters, String... headers) {
        return get("/oauth/authorize?" + encoded(parameters), headers);
    }

    /** What the consent page that came says of one thing. */
    public static String field(HttpWire.Answer page, String name) {
        return page.body()
                .lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in: " + page.body()));
    }

    /** Answers a consent page as its form does. */
    public HttpWire.Answer decide(HttpWire.Answer page, String decision) {
        return post(
                "/oauth/consent",
                Map.of("request", field(page, "request"), "csrf", field(page, "csrf"), "decision", decision),
                "Origin: " + origin());
    }

    /** A parameter of the address that an answer redirects to. */
    public static String inLocation(HttpWire.Answer answer, String parameter) {
        String query = URI.create(answer.header("location")).getRawQuery();
        for (String pair : query.split("&")) {
            if (pair.startsWith(parameter + "=")) {
                return URLDecoder.decode(pair.substring(parameter.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** A code for whoever is signed in, after consent. */
    public String code(Map<String, String> parameters) {
        HttpWire.Answer page = authorize(parameters);
        HttpWire.Answer answer = page.status() == 200 ? decide(page, "approve") : page;
        String code = answer.header("location") == null ? null : inLocation(answer, "code");
        if (code == null) {
            throw new AssertionError(answer.toString());
        }
        return code;
    }

    public HttpWire.Answer exchange(String clientId, String code) {
        return exchange(
                Map.of("client_id", clientId, "code", code, "code_verifier", VERIFIER, "redirect_uri", REDIRECT));
    }

    public HttpWire.Answer exchange(Map<String, String> form) {
        Map<String, String> whole = new LinkedHashMap<>(form);
        whole.put("grant_type", "authorization_code");
        return post("/oauth/token", whole);
    }

    public HttpWire.Answer refresh(String clientId, String refreshToken) {
        return post(
                "/oauth/token",
                Map.of("grant_type", "refresh_token", "client_id", clientId, "refresh_token", refreshToken));
    }

    /** Tokens for whoever is signed in. */
    public JsonObject tokens(String clientId) {
        return tokens(request(clientId));
    }

    public JsonObject tokens(Map<String, String> parameters) {
        HttpWire.Answer answer = exchange(parameters.get("client_id"), code(parameters));
        if (answer.status() != 200) {
            throw new AssertionError(answer.body());
        }
        return new JsonObject(answer.body());
    }

    /** {@code initialize} with a token; the answer. */
    public HttpWire.Answer initialize(String path, String token, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Authorization: Bearer " + token;
        return running.post(path, RunningGateway.initializeMessage("2025-11-25"), all)
                .answer();
    }

    @Override
    public void close() {
        running.close();
    }
}
