package dev.mcpgateway.provider.upstream.bridge;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.provider.upstream.channel.Answer;
import dev.mcpgateway.provider.upstream.channel.Inbound;
import dev.mcpgateway.provider.upstream.channel.Outbound;
import dev.mcpgateway.provider.upstream.exchange.Exchange;
import dev.mcpgateway.provider.upstream.exchange.OpenListening;
import dev.mcpgateway.provider.upstream.exchange.ServerMessages;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import dev.mcpgateway.provider.upstream.legacy.LegacySession;
import dev.mcpgateway.provider.upstream.legacy.LegacySessions;
import dev.mcpgateway.provider.upstream.legacy.OutsideCalls;
import dev.mcpgateway.provider.upstream.legacy.SessionStreams;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The modern clients that listen to a legacy upstream. Changes that it tells on whatever stream of a client's session reach all
 * subscriptions of that client that asked for them.
 */
final class Audience implements OutsideCalls {
    private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

    private final Upstream upstream;
    private final LegacySessions sessions;
    private final SessionStreams streams;
    private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();

    Audience(Upstream upstream, LegacySessions sessions) {
        this.upstream = upstream;
        this.sessions = sessions;
        this.streams = new SessionStreams(upstream, sessions);
    }

    private static final class Listener {
        private final Subscription filter;
        private final Push push;
        private @Nullable Listening stream;

        Listener(Subscription filter, Push push) {
            this.filter = filter;
            this.push = push;
        }
    }

    /** What arrives outside calls in the session of a modern client. */
    @Override
    public Inbound of(Client client) {
        return new Inbound() {
            @Override
            public void event(@Nullable Message message, @Nullable String eventId, @Nullable Long retryMillis) {
                if (message != null) {
                    outside(client, message);
                }
            }

            // In the middle of a list nobody is asked; a call beside it may take what names none.
            @Override
            public boolean accepts(Message message) {
                return message.kind() == Message.Kind.NOTIFICATION && !message.is(McpMethod.NOTIFICATIONS_MESSAGE);
            }
        };
    }

    private void outside(Client client, Message message) {
        LegacySession session = sessions.open(client);
        switch (message.kind()) {
            case NOTIFICATION -> offer(client, session, message);
            case REQUEST -> {
                if (session != null) {
                    Message answer = message.is(McpMethod.PING)
                            ? ServerQuestions.empty(message)
                            : ServerQuestions.refusal(
                                    message,
                                    dev.mcpgateway.protocol.ErrorCode.ERA_CANNOT_CARRY,
                                    "the client speaks " + client.version()
                                            + " and can be asked in the middle of its calls only");
                    session.channel()
                            .send(new Outbound(answer, HttpHeaders.headers()))
                            .onFailure(failure -> LOG.debug("upstream {}: {}", upstream.name(), failure.getMessage()));
                }
            }
            case RESPONSE -> {}
        }
    }

    /**
     * Gives a notification to the subscriptions that asked for it.
     *
     * @return whether it is one that subscriptions ask for
     */
    boolean offer(Client client, @Nullable LegacySession session, Message notification) {
        Set<ListKind> changed = ServerMessages.changedLists(notification);
        if (!changed.isEmpty()) {
            if (session != null) {
                session.listsChanged();
            }
            upstream.listChanges().changed(changed);
        } else if (!notification.is(McpMethod.NOTIFICATIONS_RESOURCES_UPDATED)) {
            return false;
        }
        for (Listener listener : listeners.getOrDefault(client.key(), List.of())) {
            if (listener.filter.wants(notification)) {
                listener.push.send(PushedEvent.of(upstream.name(), notification));
            }
        }
        return true;
    }

    /** Opens a subscription. */
    Future<Listening> listen(Client client, JsonSlice wanted, Push push) {
        return sessions.of(client)
                .compose(session -> subscribe(session, Subscription.offered(session, wanted))
                        .compose(filter -> open(client, session, new Listener(filter, push))));
    }

    private Future<Subscription> subscribe(LegacySession session, Subscription offered) {
        List<Future<Boolean>> asked = new ArrayList<>();
        for (String uri : offered.uris()) {
            asked.add(
                    session.subscribed(uri)
                            ? ask(session, McpMethod.RESOURCES_SUBSCRIBE, uri)
                                    .map(answer -> answer.message() != null
                                            && answer.message().error() == null)
                                    .otherwise(false)
                            : Future.succeededFuture(true));
        }
        return Future.join(asked).map(all -> {
            List<String> honoured = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
                String uri = offered.uris().get(i);
                if (asked.get(i).result()) {
                    honoured.add(uri);
                } else {
                    session.unsubscribed(uri);
                }
            }
            return offered.withUris(honoured);
        });
    }

    private Future<Answer> ask(LegacySession session, String method, String uri) {
        Message request = Message.parse(
                Messages.requestMessage(upstream.nextId(), method, "{\"uri\":" + JsonEdit.quote(uri) + "}"),
                JsonLimits.DEFAULT);
        return Exchange.within(
                upstream,
                upstream.config().deadlines().initialize(),
                session.channel(),
                new Outbound(request, HttpHeaders.headers()),
                IGNORED);
    }

    private Future<Listening> open(Client client, LegacySession session, Listener listener) {
        List<Listener> all = listeners.computeIfAbsent(client.key(), key -> new CopyOnWriteArrayList<>());
        OpenListening open = new OpenListening(listener.filter.toJson(), () -> close(client, session, listener));
        boolean first = all.isEmpty();
        all.add(listener);
        if (!first) {
            return Future.succeededFuture(open);
        }
        return streams.listen(client, null, opened -> of(client), () -> () -> {})
                .map(stream -> {
                    listener.stream = stream;
                    stream.ended().onComplete(ended -> open.end(stream.ended()));
                    return (Listening) open;
                })
                .onFailure(failure -> all.remove(listener));
    }

    private void close(Client client, LegacySession session, Listener listener) {
        listeners.computeIfPresent(client.key(), (key, all) -> {
            all.remove(listener);
            return all.isEmpty() ? null : all;
        });
        if (listener.stream != null) {
            listener.stream.close();
        }
        List<Listener> left = listeners.getOrDefault(client.key(), List.of());
        for (String uri : listener.filter.uris()) {
            boolean wanted = left.stream().anyMatch(other -> other.filter.uris().contains(uri));
            if (!wanted && session.unsubscribed(uri)) {
                ask(session, McpMethod.RESOURCES_UNSUBSCRIBE, uri)
                        .onFailure(failure -> LOG.debug("upstream {}: {}", upstream.name(), failure.getMessage()));
            }
        }
    }
}
