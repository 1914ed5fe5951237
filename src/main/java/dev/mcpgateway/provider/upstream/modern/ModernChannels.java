package dev.mcpgateway.provider.upstream.modern;

import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.upstream.channel.Channel;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import dev.mcpgateway.provider.upstream.exchange.Wire;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The channels to one upstream of the stateless era. Over HTTP nothing ties requests together, so there is one channel; a
 * process may remember what it was told, so each client has its own.
 */
public final class ModernChannels {
    private static final String EVERYONE = "*";

    private final Upstream upstream;
    private final Map<String, ModernChannel> processes = new ConcurrentHashMap<>();
    private volatile @Nullable ModernChannel http;

    public ModernChannels(Upstream upstream) {
        this.upstream = upstream;
    }

    /** Whether requests of several callers meet in one channel, which must not see one id twice. */
    public boolean areIdsShared(Client client) {
        return upstream.isProcess()
                && (upstream.config().shared() || client.version().era() == Era.MODERN);
    }

    /** The channel for a client's requests. */
    public ModernChannel of(Client client) {
        return upstream.isProcess() ? process(client) : http();
    }

    private ModernChannel http() {
        ModernChannel known = http;
        return known != null ? known : openHttp();
    }

    private synchronized ModernChannel openHttp() {
        ModernChannel known = http;
        if (known == null) {
            known = open(Wire.STREAMABLE_HTTP, false);
            http = known;
        }
        return known;
    }

    private ModernChannel process(Client client) {
        String key = key(client);
        ModernChannel known = processes.get(key);
        if (known != null) {
            return known;
        }
        ModernChannel started = open(Wire.STDIO, client.version().era() == Era.MODERN);
        return keep(key, started);
    }

    private ModernChannel open(Wire wire, boolean stateless) {
        Channel channel = upstream.open(wire);
        channel.session(null, ProtocolVersion.V2026_07_28.toString());
        return new ModernChannel(channel, stateless);
    }

    private ModernChannel keep(String key, ModernChannel started) {
        ModernChannel earlier = processes.putIfAbsent(key, started);
        if (earlier != null) {
            started.channel().close();
            return earlier;
        }
        started.channel().lost().onComplete(lost -> processes.remove(key, started));
        return started;
    }

    /** Closes what a client held. */
    public Future<Void> release(Client client) {
        return upstream.config().shared() ? Future.succeededFuture() : discard(client);
    }

    /** Closes a process that turned out not to be of this era. */
    Future<Void> discard(Client client) {
        ModernChannel held = processes.isEmpty() ? null : processes.remove(key(client));
        return held == null ? Future.succeededFuture() : held.channel().close();
    }

    /** Closes the processes of stateless clients, who never say goodbye, when nobody used them for this long. */
    public void closeIdle(Duration idle) {
        long before = System.nanoTime() - idle.toNanos();
        processes.forEach((key, held) -> {
            if (held.isIdleSince(before) && processes.remove(key, held)) {
                held.channel().close();
            }
        });
    }

    /** Closes everything. */
    public Future<Void> close() {
        List<Future<Void>> closing = new ArrayList<>();
        processes.values().forEach(held -> closing.add(held.channel().close()));
        processes.clear();
        ModernChannel shared = http;
        if (shared != null) {
            closing.add(shared.channel().close());
        }
        return Future.join(closing).<Void>mapEmpty().otherwiseEmpty();
    }

    private String key(Client client) {
        return upstream.config().shared() ? EVERYONE : client.key();
    }
}
