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
 * The channels to one upstream of the stateless era. Over HTTP nothing ties requests together, so there is one channel, or one for
 * each person where the upstream is told who that is; a
 * process may remember what it was told, so each client has its own.
 */
public final class ModernChannels {
    private static final String EVERYONE = "*";
    private static final int MOST_PEOPLE = 20_000;

    private final Upstream upstream;
    private final Map<String, ModernChannel> processes = new ConcurrentHashMap<>();
    private final Map<String, ModernChannel> people = new ConcurrentHashMap<>();
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
        if (upstream.isProcess()) {
            return process(client);
        }
        return upstream.isPersonal() ? ofPerson(client) : http(client);
    }

    /** Such a channel holds nothing but the person's name, so one that is forgotten goes on with what it has under way. */
    private ModernChannel ofPerson(Client client) {
        String person = client.person().id();
        ModernChannel known = people.get(person);
        if (known != null) {
            return known;
        }
        if (people.size() >= MOST_PEOPLE) {
            people.clear();
        }
        return people.computeIfAbsent(person, absent -> open(client, Wire.STREAMABLE_HTTP, false));
    }

    private ModernChannel http(Client client) {
        ModernChannel known = http;
        return known != null ? known : openHttp(client);
    }

    private synchronized ModernChannel openHttp(Client client) {
        ModernChannel known = http;
        if (known == null) {
            known = open(client, Wire.STREAMABLE_HTTP, false);
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
        ModernChannel started = open(client, Wire.STDIO, client.version().era() == Era.MODERN);
        return keep(key, started);
    }

    private ModernChannel open(Client client, Wire wire, boolean stateless) {
        Channel channel = upstream.open(wire, client);
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
        people.values().forEach(held -> closing.add(held.channel().close()));
        people.clear();
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
