package dev.mcpgateway.transport;

import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.HeldElsewhere;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.SseFrame;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.session.Session;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One POST with requests in it, and how it is answered: as plain JSON when the answer is all there is and comes soon, as an
 * event stream otherwise. The way is chosen once; after that the HTTP status is out.
 */
final class PostExchange implements Push, InFlight {
    private final EventLoop loop;
    private final Context context;
    private final HttpServerResponse response;
    private final Client client;
    private final boolean batch;
    /** Those that wait for their answer. */
    private final List<Call> calls = new ArrayList<>(1);

    private final List<Buffer> batchReplies = new ArrayList<>(0);
    private final long startNanos = System.nanoTime();
    private volatile @Nullable EventStream stream;
    private boolean finished;
    private Principal principal = Principal.ANYONE;

    /** @param batch whether the body was an array, which is answered by one */
    PostExchange(EventLoop loop, Context context, HttpServerResponse response, Client client, boolean batch) {
        this.loop = loop;
        this.context = context;
        this.response = response;
        this.client = client;
        this.batch = batch;
    }

    /**
     * Sends the requests down; called once.
     *
     * @param elsewhere takes over, with the response as it is then, when another task keeps the call that the request goes on with
     */
    void start(
            List<Message> requests,
            Incoming incoming,
            Function<Call, Future<Reply>> dispatch,
            Consumer<HeldElsewhere> elsewhere) {
        principal = incoming.principal();
        loop.exchanges().add(this);
        loop.open().commitLater(this);
        response.exceptionHandler(failure -> gone());
        response.closeHandler(closed -> gone());
        if (response.closed()) {
            // The client went away while its session was looked up.
            gone();
            return;
        }
        if (client instanceof Session session) {
            session.enter();
        }
        for (Message request : requests) {
            calls.add(new Call(client, incoming.principal(), request, incoming.headers(), incoming.requestId(), this));
        }
        for (Call call : List.copyOf(calls)) {
            if (client instanceof Session) {
                loop.context().callsHere().began(client, call.message());
            }
            dispatched(call, dispatch)
                    .onComplete(reply -> loop.run(() -> {
                        if (client instanceof Session) {
                            loop.context().callsHere().ended(client, call.message());
                        }
                        if (reply.succeeded()) {
                            answer(call, reply.result());
                        } else if (reply.cause() instanceof HeldElsewhere held && !batch && !incoming.isForwarded()) {
                            handOver(call, held, elsewhere);
                        } else {
                            failed(incoming, call, Answers.typed(reply.cause()));
                        }
                    }));
        }
    }

    private static Future<Reply> dispatched(Call call, Function<Call, Future<Reply>> dispatch) {
        try {
            return dispatch.apply(call);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void answer(Call call, Reply reply) {
        Buffer body = reply.body();
        if (finished || !calls.remove(call)) {
            return;
        }
        if (body == null) {
            observe(call, "resumable");
            deliver(200, null, null);
            return;
        }
        observe(call, reply.isError() ? "error" : "result");
        deliver(client.version().era() == Era.MODERN ? reply.status() : 200, body, reply.eventId());
    }

    private void failed(Incoming incoming, Call call, McpError error) {
        // In a batch the others have their answers.
        fail(call, error, !batch && Answers.asks(incoming, error));
    }

    /** @param asks whether the HTTP status is one that clients of both eras act upon */
    private void fail(Call call, McpError error, boolean asks) {
        if (finished || !calls.remove(call)) {
            return;
        }
        observe(call, "gateway_error");
        // Otherwise clients of the older era take an HTTP error for a broken transport, not for their answer.
        int status = asks || client.version().era() == Era.MODERN ? error.httpStatus() : 200;
        deliver(status, error.toMessage(call.message().requireId()), null);
    }

    private void handOver(Call call, HeldElsewhere held, Consumer<HeldElsewhere> elsewhere) {
        if (finished || !calls.remove(call)) {
            return;
        }
        observe(call, "forwarded");
        finish();
        EventStream open = stream;
        if (open != null) {
            open.handOver();
        }
        elsewhere.accept(held);
    }

    private void observe(Call call, String outcome) {
        loop.context()
                .observer()
                .answered(
                        String.valueOf(call.message().method()),
                        "streamable-http",
                        client.version().era(),
                        call.provider(),
                        outcome,
                        System.nanoTime() - startNanos);
    }

    private void deliver(int status, @Nullable Buffer message, @Nullable String eventId) {
        EventStream open = stream;
        if (open != null) {
            Buffer frame = message == null ? null : SseFrame.message(eventId, null, message);
            if (calls.isEmpty()) {
                finish();
                open.end(frame);
            } else if (frame != null) {
                open.write(frame);
            }
        } else if (!batch) {
            if (message == null) {
                begin();
                finish();
                open().end();
            } else {
                finish();
                Answers.json(response, status, message);
            }
        } else {
            if (message != null) {
                batchReplies.add(message);
            }
            if (calls.isEmpty()) {
                finish();
                Answers.json(response, 200, array(batchReplies));
            }
        }
    }

    private static Buffer array(List<Buffer> messages) {
        Buffer array = Buffer.buffer("[");
        for (int i = 0; i < messages.size(); i++) {
            if (i > 0) {
                array.appendString(",");
            }
            array.appendBuffer(messages.get(i));
        }
        return array.appendString("]");
    }

    private EventStream open() {
        EventStream open = stream;
        if (open == null) {
            throw new IllegalStateException("the stream has not begun");
        }
        return open;
    }

    /** Begins the event stream now, because the answer takes longer than a client should wait for a first byte. */
    void commit() {
        begin();
    }

    @Override
    public void begin() {
        if (!loop.isCurrent()) {
            context.runOnContext(now -> begin());
            return;
        }
        if (finished || stream != null) {
            return;
        }
        loop.open().committed(this);
        EventStream open = new EventStream(
                context,
                response,
                principal,
                loop.context().config().get().streams().queuedBytes(),
                client.version().era() == Era.LEGACY);
        stream = open;
        open.onEnd(() -> {
            loop.open().remove(open);
            gone();
        });
        loop.open().add(open);
        open.begin();
        for (Buffer reply : batchReplies) {
            open.write(SseFrame.message(null, null, reply));
        }
        batchReplies.clear();
    }

    @Override
    public void send(PushedEvent event) {
        if (!loop.isCurrent()) {
            context.runOnContext(now -> send(event));
            return;
        }
        if (!finished) {
            begin();
            // The client may be found to be gone when the stream begins.
            EventStream open = stream;
            if (open != null) {
                open.send(event);
            }
        }
    }

    @Override
    public boolean writeQueueFull() {
        EventStream open = stream;
        return open != null && open.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable handler) {
        EventStream open = stream;
        if (open == null) {
            handler.run();
        } else {
            open.onDrain(handler);
        }
    }

    /** The client's connection is gone: the stateless era takes that for a cancellation, the older one does not. */
    private void gone() {
        if (finished) {
            return;
        }
        finish();
        for (Call call : calls) {
            observe(call, "abandoned");
            if (client.version().era() == Era.MODERN) {
                call.cancel();
            } else {
                call.abandon();
            }
        }
    }

    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        loop.open().committed(this);
        loop.exchanges().remove(this);
        if (client instanceof Session session) {
            session.leave();
        }
    }

    @Override
    public void endLasting() {
        List.copyOf(calls).forEach(Call::end);
    }

    @Override
    public void abandon() {
        List.copyOf(calls).forEach(call -> fail(call, InFlight.abandoned(), false));
    }
}
