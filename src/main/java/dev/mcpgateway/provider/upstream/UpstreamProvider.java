package dev.mcpgateway.provider.upstream;

import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.crypto.AeadBox;
import dev.mcpgateway.protocol.CredentialsRefused;
import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.NotConnected;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Page;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.provider.ServerDescription;
import dev.mcpgateway.provider.upstream.bridge.Interaction;
import dev.mcpgateway.provider.upstream.bridge.KnownTools;
import dev.mcpgateway.provider.upstream.bridge.LegacyOverModern;
import dev.mcpgateway.provider.upstream.bridge.ModernOverLegacy;
import dev.mcpgateway.provider.upstream.catalog.Catalog;
import dev.mcpgateway.provider.upstream.catalog.CatalogPart;
import dev.mcpgateway.provider.upstream.catalog.ToolTraits;
import dev.mcpgateway.provider.upstream.channel.Inbound;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import dev.mcpgateway.provider.upstream.exchange.ChannelOpener;
import dev.mcpgateway.provider.upstream.exchange.EraPair;
import dev.mcpgateway.provider.upstream.exchange.Failures;
import dev.mcpgateway.provider.upstream.exchange.OpenListening;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import dev.mcpgateway.provider.upstream.legacy.LegacyPassing;
import dev.mcpgateway.provider.upstream.legacy.LegacySession;
import dev.mcpgateway.provider.upstream.legacy.LegacySessions;
import dev.mcpgateway.provider.upstream.modern.Discovery;
import dev.mcpgateway.provider.upstream.modern.ModernChannels;
import dev.mcpgateway.provider.upstream.modern.ModernPassing;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A remote MCP server as a provider: clients of both eras in front of a server of either. Lists come from the catalog; all
 * else goes the way of the pair of eras.
 */
public final class UpstreamProvider implements Provider {
    /** A server whose cursor never ends must not keep a call waiting for ever. */
    private static final int MOST_PAGES = 200;

    /** How often idle sessions are looked for, at least. */
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final Upstream upstream;
    private final Catalog catalog;
    private final LegacySessions sessions;
    private final ModernChannels channels;
    private final LegacyPassing legacyPassing;
    private final ModernPassing modernPassing;
    private final LegacyOverModern legacyOverModern;
    private final ModernOverLegacy modernOverLegacy;
    private final EraSearch eras;
    private final long sweep;

    /**
     * Made on the context of the verticle that owns it.
     *
     * @param box seals what clients carry from one request to the next
     * @param task the id of this task, which the names of parked calls begin with
     */
    public UpstreamProvider(
            Vertx vertx,
            UpstreamConfig config,
            ChannelOpener opener,
            Credentials credentials,
            Interaction interaction,
            AeadBox box,
            String task) {
        this.catalog = new Catalog(vertx, config);
        this.upstream = new Upstream(vertx, config, opener, credentials, catalog);
        this.sessions = new LegacySessions(upstream, this::outside);
        this.channels = new ModernChannels(upstream);
        this.legacyPassing = new LegacyPassing(upstream, sessions, this::isRepeatable);
        this.modernPassing = new ModernPassing(upstream, channels, this::isRepeatable);
        this.legacyOverModern =
                new LegacyOverModern(upstream, channels, this::isRepeatable, new Tools(), interaction, task);
        this.modernOverLegacy = new ModernOverLegacy(upstream, sessions, this::isRepeatable, interaction, box, task);
        this.eras = new EraSearch(upstream, new Discovery(upstream, channels), this::pair);
        this.sweep = vertx.setPeriodic(sweepMillis(config.stateless().idle()), now -> {
            sessions.closeIdle(config.stateless().idle());
            channels.closeIdle(config.stateless().idle());
        });
    }

    private static long sweepMillis(Duration idle) {
        return Math.min(idle.toMillis(), SWEEP.toMillis());
    }

    /** Goes on when the person's credentials are there; nothing is sent without them. */
    private <T> Future<T> serve(Client client, Function<EraPair, Future<T>> exchange) {
        if (!upstream.isPersonal()) {
            return eras.serve(client, exchange);
        }
        return upstream.credentials()
                .ready(client.person())
                .compose(ready -> eras.serve(client, exchange))
                .recover(failure -> failure instanceof CredentialsRefused refused
                        ? upstream.credentials()
                                .refused(client.person(), refused, false)
                                .compose(another -> eras.serve(client, exchange))
                                .recover(second -> secondRefusal(client, second))
                        : Future.failedFuture(failure));
    }

    private <T> Future<T> secondRefusal(Client client, Throwable failure) {
        return failure instanceof CredentialsRefused refused
                ? upstream.credentials()
                        .refused(client.person(), refused, true)
                        .compose(nothingElse -> Future.failedFuture(refused))
                : Future.failedFuture(failure);
    }

    /** Clients that can open an address for their person are told so in the form of their version (2025-11-25, elicitation). */
    private static Throwable inFormOf(Client client, Throwable failure) {
        if (!(failure instanceof NotConnected missing) || client.version() != ProtocolVersion.V2025_11_25) {
            return failure;
        }
        JsonSlice elicitation = client.capabilities().get("elicitation");
        return elicitation != null && elicitation.get("url") != null
                ? missing.asElicitation(UUID.randomUUID().toString())
                : failure;
    }

    private EraPair pair(Era client, Era server) {
        return switch (client) {
            case LEGACY -> server == Era.LEGACY ? legacyPassing : legacyOverModern;
            case MODERN -> server == Era.LEGACY ? modernOverLegacy : modernPassing;
        };
    }

    private Inbound outside(Client client) {
        return client.version().era() == Era.LEGACY ? legacyPassing.of(client) : modernOverLegacy.of(client);
    }

    /** The tools as the catalog has them, for who needs to know more of them than their bytes. */
    private final class Tools implements KnownTools {
        @Override
        public boolean areKnown(Client client) {
            return catalog.hasTools(part(client));
        }

        @Override
        public @Nullable ToolTraits traits(Client client, String tool) {
            return catalog.tool(part(client), tool);
        }

        @Override
        public Future<Void> list(Client client) {
            return pages(client, null, MOST_PAGES);
        }

        @Override
        public Future<Void> listAgain(Client client) {
            catalog.changed(Set.of(ListKind.TOOLS));
            return pages(client, null, MOST_PAGES);
        }

        private Future<Void> pages(Client client, @Nullable String cursor, int most) {
            return page(client, ListKind.TOOLS, cursor)
                    .compose(page -> page.nextCursor() == null || most == 0
                            ? Future.succeededFuture()
                            : pages(client, page.nextCursor(), most - 1))
                    .otherwiseEmpty()
                    .mapEmpty();
        }
    }

    private boolean isRepeatable(Client client, Message request) {
        String method = request.requireMethod();
        String name = request.name();
        if (!method.equals(McpMethod.TOOLS_CALL) || name == null) {
            return Failures.isRepeatable(method);
        }
        ToolTraits traits = catalog.tool(part(client), name);
        return traits != null && traits.repeatable();
    }

    /** Whose lists the client sees. */
    private CatalogPart part(Client client) {
        LegacySession session = sessions.open(client);
        return new CatalogPart(
                upstream.isPersonal() ? client.person().id() : null,
                session != null && session.listsAreOwn() ? client.key() : null,
                upstream.config().shared() ? OpenListening.NO_FILTER : client.capabilities(),
                client.version().era());
    }

    @Override
    public String name() {
        return upstream.name();
    }

    @Override
    public Future<ServerDescription> describe(Client client, @Nullable JsonSlice initialize) {
        return serve(client, pair -> pair.describe(client, initialize));
    }

    @Override
    public Future<Page> page(Client client, ListKind kind, @Nullable String cursor) {
        return catalog.page(part(client), kind, cursor, () -> serve(client, pair -> pair.page(client, kind, cursor)));
    }

    @Override
    public Future<Reply> request(Call call) {
        return serve(call.client(), pair -> pair.request(call))
                .recover(failure -> Future.failedFuture(inFormOf(call.client(), failure)));
    }

    @Override
    public Future<Void> notify(Client client, Message notification, MultiMap headers) {
        return serve(client, pair -> pair.notify(client, notification, headers));
    }

    @Override
    public Future<Void> respond(Client client, String id, Message response, MultiMap headers) {
        return serve(client, pair -> pair.respond(client, id, response, headers));
    }

    @Override
    public Future<Listening> listen(
            Client client, @Nullable JsonSlice filter, @Nullable String lastEventId, Push push) {
        return serve(client, pair -> pair.listen(client, filter, lastEventId, push));
    }

    @Override
    public Future<Listening> resume(Client client, String lastEventId, Push push) {
        return serve(client, pair -> pair.resume(client, lastEventId, push));
    }

    @Override
    public Future<Void> release(Client client) {
        catalog.forget(client.key());
        return Future.join(legacyPassing.release(client), legacyOverModern.release(client))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    @Override
    public Future<Void> leave(Client client) {
        catalog.forget(client.key());
        return Future.join(legacyPassing.leave(client), legacyOverModern.release(client))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    @Override
    public State state() {
        return upstream.guard().state();
    }

    @Override
    public Future<Void> close() {
        upstream.vertx().cancelTimer(sweep);
        modernOverLegacy.close();
        return Future.join(sessions.close(), channels.close()).<Void>mapEmpty().otherwiseEmpty();
    }
}
