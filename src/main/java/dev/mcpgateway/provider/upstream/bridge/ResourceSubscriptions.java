package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.UpstreamState;
import dev.mcpgateway.provider.upstream.exchange.SingleFlight;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import dev.mcpgateway.provider.upstream.modern.ModernChannels;
import dev.mcpgateway.provider.upstream.modern.ModernSubscription;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources that legacy clients subscribed to one by one, each client's together in one {@code subscriptions/listen}. It is
 * opened anew with every change, and again when it breaks. What a client is subscribed to stands in its session, where other
 * tasks change it too.
 */
final class ResourceSubscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceSubscriptions.class);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final Upstream upstream;
    private final ModernChannels channels;
    private final Map<String, Subscribed> clients = new ConcurrentHashMap<>();

    ResourceSubscriptions(Upstream upstream, ModernChannels channels) {
        this.upstream = upstream;
        this.channels = channels;
    }

    /** One client's subscriptions; all that changes them runs on its context. */
    private final class Subscribed {
        private final Client client;
        private final Context context = upstream.vertx().getOrCreateContext();
        private Set<String> uris = new LinkedHashSet<>();
        private Future<Void> last = Future.succeededFuture();
        private @Nullable Listening listening;
        private boolean released;

        Subscribed(Client client) {
            this.client = client;
        }

        /** Changes follow each other, so that two at once do not lose one another. */
        Future<Void> change(Predicate<Set<String>> how, @Nullable String added) {
            last = last.otherwiseEmpty()
                    .compose(before -> SingleFlight.here(upstream.vertx(), client.refresh()))
                    .otherwiseEmpty()
                    .compose(read -> {
                        Set<String> wanted = recorded(client);
                        return how.test(wanted) ? open(wanted, added) : Future.succeededFuture();
                    });
            return last;
        }

        /** Whether the server sends other updates here than those. */
        boolean differsFrom(Set<String> wanted) {
            return !wanted.equals(uris) || (listening == null && !wanted.isEmpty());
        }

        private Future<Void> open(Set<String> wanted, @Nullable String added) {
            if (wanted.isEmpty() || released) {
                replace(null);
                return accept(wanted);
            }
            Push push = new LegacyPush(client.standalone());
            return ModernSubscription.open(upstream, channels, client, filter(wanted), push)
                    .compose(next -> {
                        if (added != null && !honours(next, added)) {
                            next.close();
                            return Future.failedFuture(McpError.invalidParams(
                                    upstream.failures().subject() + " does not send updates of " + added));
                        }
                        replace(next);
                        return accept(wanted);
                    });
        }

        private Future<Void> accept(Set<String> wanted) {
            uris = wanted;
            return client.remember(
                    upstream.name(), new UpstreamState(null, ProtocolVersion.V2026_07_28.toString(), wanted));
        }

        private void replace(@Nullable Listening next) {
            Listening before = listening;
            listening = next;
            if (before != null) {
                before.close();
            }
            if (next != null) {
                next.ended()
                        .onComplete(ended -> context.runOnContext(now -> {
                            if (next.equals(listening)) {
                                listening = null;
                                again(FIRST_PAUSE_MILLIS);
                            }
                        }));
            }
        }

        private void again(long pause) {
            upstream.vertx()
                    .setTimer(
                            pause,
                            now -> context.runOnContext(here -> {
                                if (!released && listening == null && !uris.isEmpty()) {
                                    change(same -> true, null).onFailure(failure -> {
                                        LOG.debug("upstream {}: {}", upstream.name(), failure.getMessage());
                                        again(Math.min(pause * 2, LONGEST_PAUSE_MILLIS));
                                    });
                                }
                            }));
        }

        void release() {
            context.runOnContext(now -> {
                released = true;
                replace(null);
            });
        }
    }

    private static boolean honours(Listening listening, String uri) {
        JsonSlice honoured = listening.acknowledged().get("resourceSubscriptions");
        return honoured != null
                && honoured.elements().stream()
                        .anyMatch(element -> element.is(JsonType.STRING)
                                && element.asString().equals(uri));
    }

    private static JsonSlice filter(Set<String> uris) {
        return LegacyForms.parse("{\"resourceSubscriptions\":"
                + uris.stream().map(JsonEdit::quote).collect(Collectors.joining(",", "[", "]")) + "}");
    }

    /** Subscribes to one more resource. */
    Future<Void> subscribe(Client client, String uri) {
        return change(subscribed(client), uris -> uris.add(uri), uri);
    }

    /** Ends one subscription; one that does not exist is ended already. */
    Future<Void> unsubscribe(Client client, String uri) {
        return change(subscribed(client), uris -> uris.remove(uri), null);
    }

    /** Subscribes again, for a stream that begins here, to what the client is subscribed to: by an earlier process, or another. */
    void restore(Client client) {
        client.refresh().onComplete(read -> {
            if (!recorded(client).isEmpty() || clients.containsKey(client.key())) {
                Subscribed subscribed = subscribed(client);
                change(subscribed, subscribed::differsFrom, null)
                        .onFailure(failure -> LOG.warn(
                                "upstream {}: its resources are not subscribed to again: {}",
                                upstream.name(),
                                failure.getMessage()));
            }
        });
    }

    private Set<String> recorded(Client client) {
        UpstreamState state = client.upstream(upstream.name());
        return state == null ? new LinkedHashSet<>() : new LinkedHashSet<>(state.subscriptions());
    }

    private Subscribed subscribed(Client client) {
        return clients.computeIfAbsent(client.key(), key -> new Subscribed(client));
    }

    private Future<Void> change(Subscribed subscribed, Predicate<Set<String>> how, @Nullable String added) {
        Promise<Void> done = Promise.promise();
        subscribed.context.runOnContext(now -> subscribed.change(how, added).onComplete(done));
        return SingleFlight.here(upstream.vertx(), done.future());
    }

    /** Ends what a client that is gone was subscribed to. */
    void release(Client client) {
        Subscribed subscribed = clients.remove(client.key());
        if (subscribed != null) {
            subscribed.release();
        }
    }
}
