package dev.mcpgateway.provider.upstream.legacy;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.JsonType;
import dev.mcpgateway.protocol.MalformedJson;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.upstream.channel.Channel;
import dev.mcpgateway.provider.upstream.channel.Inbound;
import dev.mcpgateway.provider.upstream.channel.Outbound;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure;
import dev.mcpgateway.provider.upstream.exchange.EraMismatch;
import dev.mcpgateway.provider.upstream.exchange.OpenListening;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The streams of a session that belong to no call, and those of earlier calls. */
public final class SessionStreams {
    private final Upstream upstream;
    private final LegacySessions sessions;

    public SessionStreams(Upstream upstream, LegacySessions sessions) {
        this.upstream = upstream;
        this.sessions = sessions;
    }

    /**
     * Opens the session's own stream. An upstream that has none is listened to in silence; one whose session is a process or
     * a stream sends there already, so only the listener is exchanged.
     *
     * @param listening called when what arrives outside calls goes to this listener; returns how that ends
     */
    public Future<Listening> listen(
            Client client,
            @Nullable String lastEventId,
            Function<LegacySession, Inbound> inbound,
            Supplier<Runnable> listening) {
        return sessions.of(client)
                .compose(session -> session.channel().isSessionBound()
                        ? Future.<Listening>succeededFuture(bound(session, listening.get()))
                        : open(session, lastEventId, inbound.apply(session))
                                .recover(failure -> isLost(failure)
                                        ? sessions.reopen(client, session)
                                                .compose(next -> open(next, null, inbound.apply(next)))
                                        : Future.failedFuture(failure)))
                .recover(this::explain);
    }

    /** Resumes the stream of an earlier call. */
    public Future<Listening> resume(Client client, String lastEventId, Function<LegacySession, Inbound> inbound) {
        return sessions.of(client)
                .compose(session -> stream(session, lastEventId, inbound.apply(session)))
                .recover(this::explain);
    }

    private Future<Listening> open(LegacySession session, @Nullable String lastEventId, Inbound inbound) {
        return stream(session, lastEventId, inbound)
                .recover(failure ->
                        hasNoStream(failure) ? Future.succeededFuture(silent(session)) : Future.failedFuture(failure));
    }

    private static Future<Listening> stream(LegacySession session, @Nullable String lastEventId, Inbound inbound) {
        session.use();
        Outbound headers = new Outbound(null, HttpHeaders.headers());
        return session.channel()
                .listen(headers, lastEventId, inbound)
                .onFailure(failure -> session.done())
                .map(stream -> listening(session, stream));
    }

    private static Listening listening(LegacySession session, Channel.Stream stream) {
        OpenListening open = new OpenListening(OpenListening.NO_FILTER, () -> {
            session.done();
            stream.close();
        });
        stream.ended().onComplete(ended -> open.end(stream.ended()));
        return open;
    }

    private static Listening silent(LegacySession session) {
        session.use();
        return new OpenListening(OpenListening.NO_FILTER, session::done);
    }

    private static Listening bound(LegacySession session, Runnable onClose) {
        session.use();
        return new OpenListening(OpenListening.NO_FILTER, () -> {
            session.done();
            onClose.run();
        });
    }

    private static boolean isLost(Throwable failure) {
        return failure instanceof UpstreamFailure lost && lost.kind() == UpstreamFailure.Kind.SESSION_LOST;
    }

    /** 405 is what the specification says; 404, 400 and 501 are what servers without such a stream say as well. */
    private static boolean hasNoStream(Throwable failure) {
        return failure instanceof UpstreamFailure lost
                && lost.kind() == UpstreamFailure.Kind.REFUSED
                && (lost.status() == 405 || lost.status() == 404 || lost.status() == 400 || lost.status() == 501);
    }

    private <T> Future<T> explain(Throwable failure) {
        return Future.failedFuture(
                failure instanceof EraMismatch ? failure : upstream.failures().error(failure, true));
    }

    /**
     * A client's response under the id that the upstream gave.
     *
     * @param rawId the JSON text of that id; null is returned when it is none
     */
    public static @Nullable Message withRawId(Message response, String rawId) {
        JsonSlice slot = response.idSlice();
        if (slot == null) {
            return null;
        }
        try {
            JsonSlice id = JsonSlice.parse(Buffer.buffer(rawId), JsonLimits.DEFAULT);
            return id.is(JsonType.STRING) || id.is(JsonType.NUMBER)
                    ? Message.parse(
                            JsonEdit.of(response.root())
                                    .replace(slot, id.toString())
                                    .apply(),
                            JsonLimits.DEFAULT)
                    : null;
        } catch (MalformedJson e) {
            return null;
        }
    }
}
