package dev.mcpgateway.web;

import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.dispatch.Endpoint;
import dev.mcpgateway.dispatch.Endpoints;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.BrowserSession;
import dev.mcpgateway.oauth.BrowserSessions;
import dev.mcpgateway.oauth.FailureView;
import dev.mcpgateway.oauth.PageAnswer;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.oauth.grant.ConnectedClients;
import dev.mcpgateway.oauth.grant.PersonalTokens;
import dev.mcpgateway.oauth.server.ScopeWords;
import dev.mcpgateway.oauth.signin.StoredSessions;
import dev.mcpgateway.oauth.signin.grant.ProviderGrant;
import dev.mcpgateway.oauth.signin.grant.ProviderGrants;
import dev.mcpgateway.oauth.upstream.UpstreamAccounts;
import dev.mcpgateway.session.PersonSessions;
import dev.mcpgateway.session.SessionTransport;
import dev.mcpgateway.session.StoredSelections;
import dev.mcpgateway.tokens.TokenCounts;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The home page and the pages below it, for whoever is signed in; others are sent to sign in. */
public final class HomeRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(HomeRoutes.class);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    /** A page stays small however many sessions there are. */
    private static final int MOST_OPEN = 20;

    private static final int MOST_NAME = 80;
    private static final List<Integer> LIFETIMES = List.of(7, 30, 90, 180, 365);

    private final Supplier<GatewayConfig> config;
    private final WebPages pages;
    private final UpstreamTools upstreams;
    private final HomeTokens cost;
    private final Account account;
    private final AccountRoutes changes;
    private final SelectionRoutes selecting;
    private final Endpoints endpoints;

    /**
     * Where what belongs to a person is found.
     *
     * @param sessions where they are signed in with a browser
     * @param grants what they granted at their identity provider
     * @param open the MCP sessions of their clients
     * @param upstreams their accounts at upstreams
     * @param selections what they switched off
     */
    public record Account(
            StoredSessions sessions,
            ProviderGrants grants,
            ConnectedClients clients,
            PersonalTokens tokens,
            PersonSessions open,
            UpstreamAccounts upstreams,
            StoredSelections selections) {}

    /** @param counts what tools cost a model */
    public HomeRoutes(
            Supplier<GatewayConfig> config,
            WebPages pages,
            Endpoints endpoints,
            Account account,
            TokenCounts counts,
            AuditLog audit) {
        this.config = config;
        this.pages = pages;
        this.upstreams = new UpstreamTools(endpoints, account.upstreams());
        this.cost = new HomeTokens(() -> config.get().tokenCounts(), endpoints, counts);
        this.account = account;
        this.endpoints = endpoints;
        AccountForms forms = new AccountForms(pages, account.sessions(), audit);
        this.changes = new AccountRoutes(config, pages, account, forms);
        this.selecting = new SelectionRoutes(config, pages, forms, upstreams, account.selections());
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.get("/").handler(context -> signedIn(context, session -> home(context, session)));
        router.get("/upstreams/:name").handler(context -> signedIn(context, session -> upstream(context, session)));
        changes.mount(router);
        selecting.mount(router);
    }

    /** A page for the person who is signed in. */
    private interface SignedInPage {
        Future<String> html(BrowserSession session);
    }

    private void signedIn(RoutingContext context, SignedInPage page) {
        account.sessions()
                .current(context)
                .compose(session -> {
                    if (session == null) {
                        context.response()
                                .setStatusCode(302)
                                .putHeader(
                                        "location",
                                        BrowserSessions.LOGIN
                                                + Links.encode(context.request().uri()))
                                .putHeader("cache-control", "no-store")
                                .end();
                        return Future.succeededFuture();
                    }
                    return page.html(session)
                            .onSuccess(html -> {
                                if (!context.response().ended()) {
                                    PageAnswer.send(context, 200, html);
                                }
                            })
                            .mapEmpty();
                })
                .onFailure(failure -> {
                    LOG.error("a page could not be made: {}", failure.toString());
                    PageAnswer.fail(context, pages, AccountForms.unavailable(failure));
                });
    }

    private Future<String> home(RoutingContext context, BrowserSession session) {
        Person person = session.person();
        Future<List<ConnectedClients.ConnectedClient>> clients =
                account.clients().list(person.id());
        Future<List<PersonalTokens.PersonalToken>> tokens = account.tokens().list(person.id());
        Future<List<StoredSessions.Listed>> sessions = account.sessions().of(person);
        Future<List<PersonSessions.Listed>> open = account.open().of(person.id());
        Future<@Nullable ProviderGrant> grant = account.grants().find(person);
        Future<List<HomeView.Upstream>> servers = upstreams.upstreams(person);
        Future<StoredSelections.Chosen> chosen = account.selections().read(person.id());
        Future<@Nullable TokensView> costs = chosen.compose(choice -> cost.of(person, choice.selection()));
        return Future.all(List.of(clients, tokens, sessions, open, grant, servers, costs, chosen))
                .map(all -> {
                    String origin = PublicUrl.origin(config.get(), context.request());
                    String address = origin + Endpoint.ROOT;
                    HomeView view = new HomeView(
                            person.label(),
                            session.csrf(),
                            address,
                            ClientSetup.of(address),
                            OtherAddresses.of(config.get(), endpoints, person, origin),
                            servers.result(),
                            SelectionView.of(session.csrf(), chosen.result()),
                            clients.result().stream().map(HomeRoutes::row).toList(),
                            tokens.result().stream().map(HomeRoutes::row).toList(),
                            open.result().stream()
                                    .limit(MOST_OPEN)
                                    .map(one -> row(one, origin))
                                    .toList(),
                            Math.max(0, open.result().size() - MOST_OPEN),
                            sessions.result().stream()
                                    .map(one -> row(one, session))
                                    .toList(),
                            ScopeWords.of(Arrays.asList(Scope.values())),
                            lifetimes(),
                            shown(grant.result()),
                            costs.result());
                    return pages.templates().render("home", Map.of("view", view));
                });
    }

    private List<Integer> lifetimes() {
        int longest = (int) config.get().auth().tokens().personalToken().toDays();
        TreeSet<Integer> all = Stream.concat(LIFETIMES.stream(), Stream.of(Math.max(1, longest)))
                .filter(days -> days <= Math.max(1, longest))
                .collect(Collectors.toCollection(TreeSet::new));
        return List.copyOf(all);
    }

    private static HomeView.Row row(ConnectedClients.ConnectedClient client) {
        return new HomeView.Row(
                client.id(),
                client.name(),
                client.host() + " · since " + DAY.format(client.since()) + " · " + names(client.scopes()),
                false);
    }

    private static HomeView.Row row(PersonalTokens.PersonalToken token) {
        return new HomeView.Row(
                token.id(),
                token.name(),
                "Valid until " + DAY.format(token.expiresAt()) + " · " + names(token.scopes()),
                false);
    }

    private static HomeView.Row row(PersonSessions.Listed listed, String origin) {
        String client = listed.client().substring(0, Math.min(listed.client().length(), MOST_NAME));
        return new HomeView.Row(
                listed.key(),
                client.isEmpty() ? "A client without a name" : client,
                origin + listed.path() + " · "
                        + (listed.transport() == SessionTransport.HTTP_SSE ? "HTTP+SSE" : "Streamable HTTP")
                        + " · since "
                        + MINUTE.format(listed.since()) + " · last used " + MINUTE.format(listed.lastSeen()),
                false);
    }

    private static HomeView.Row row(StoredSessions.Listed listed, BrowserSession session) {
        return new HomeView.Row(
                listed.id(),
                Browsers.name(listed.agent()),
                "Since " + MINUTE.format(listed.signedInAt()),
                listed.id().equals(session.id()));
    }

    private static String names(Collection<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::value).collect(Collectors.joining(", "));
    }

    private static HomeView.@Nullable Account shown(@Nullable ProviderGrant grant) {
        if (grant == null) {
            return null;
        }
        String name = grant.provider();
        return new HomeView.Account(
                name.equals("google") ? "Google" : name,
                grant.scopes().stream().sorted().collect(Collectors.joining(", ")),
                DAY.format(grant.connectedAt()));
    }

    private Future<String> upstream(RoutingContext context, BrowserSession session) {
        String name = context.pathParam("name");
        Future<StoredSelections.Chosen> chosen =
                account.selections().read(session.person().id());
        String requestId = context.response().headers().get("x-request-id");
        return upstreams
                .page(
                        session.person(),
                        name == null ? "" : name,
                        PublicUrl.origin(config.get(), context.request()),
                        context.request().getParam("cursor"),
                        UpstreamTools.from(context.request().getParam("from")),
                        requestId == null ? "" : requestId)
                .compose(view -> chosen.map(choice -> {
                    if (view == null) {
                        PageAnswer.fail(
                                context,
                                pages,
                                new FailureView(
                                        404,
                                        "There is no such server",
                                        "None of the servers that you may use has this name.",
                                        "Go back to the home page."));
                        return "";
                    }
                    return pages.templates()
                            .render(
                                    "upstream",
                                    Map.of(
                                            "view", view,
                                            "selection", SelectionView.of(session.csrf(), choice),
                                            "person", session.person().label(),
                                            "csrf", session.csrf()));
                }));
    }

    /** A day as pages show it. */
    static String day(Instant moment) {
        return DAY.format(moment);
    }
}
