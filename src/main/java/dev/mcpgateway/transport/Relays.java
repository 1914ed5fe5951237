package dev.mcpgateway.transport;

import dev.mcpgateway.peer.Forwarded;
import dev.mcpgateway.peer.PeerTokens;
import dev.mcpgateway.peer.Peers;
import dev.mcpgateway.peer.Task;
import dev.mcpgateway.peer.TaskUnreachable;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.HeldElsewhere;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.SseFrame;
import dev.mcpgateway.session.Session;
import dev.mcpgateway.session.SessionTransport;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a request to the task that holds what it is about: this one, another one, or, when that one is gone, this one from now
 * on. A request that came from another task is never sent on.
 */
final class Relays {
    private static final Logger LOG = LoggerFactory.getLogger(Relays.class);
    /** A session can move while a request looks for it; one that moves on and on is nobody's. */
    private static final int MOST_TRIES = 3;

    private final EventLoop loop;
    private final Peers peers;

    Relays(EventLoop loop) {
        this.loop = loop;
        this.peers = loop.context().peers();
    }

    /**
     * Goes on with a session here, or sends the request to the task that alone can serve it.
     *
     * @param message the id of the request message, to be repeated in an error; null where there is none
     * @param here goes on in this task
     */
    void route(Incoming incoming, Session session, @Nullable JsonRpcId message, Runnable here) {
        route(incoming, session, message, here, MOST_TRIES);
    }

    private void route(Incoming incoming, Session session, @Nullable JsonRpcId message, Runnable here, int tries) {
        String task = session.task();
        if (task == null || !session.isElsewhere() || incoming.isForParked()) {
            here.run();
            return;
        }
        if (incoming.isForwarded()) {
            refuse(incoming);
            return;
        }
        if (tries == 0) {
            throw unavailable("this session moves between the tasks of the gateway; try again");
        }
        peers.tasks()
                .find(task)
                .onFailure(failure -> answer(incoming, message, () -> {
                    LOG.error("a task could not be looked up: {}", failure.getMessage());
                    throw unavailable("the session store does not answer; try again");
                }))
                .onSuccess(found -> {
                    if (found.isEmpty()) {
                        takeOver(incoming, session, message, task, here, tries);
                        return;
                    }
                    new Relay(loop, incoming, message)
                            .to(found.get(), false)
                            .onFailure(failure -> failed(incoming, session, message, task, here, tries, failure));
                });
    }

    private void failed(
            Incoming incoming,
            Session session,
            @Nullable JsonRpcId message,
            String task,
            Runnable here,
            int tries,
            Throwable failure) {
        peers.tasks().doubt(task);
        if (failure instanceof TaskUnreachable unreachable && unreachable.isRefused()) {
            takeOver(incoming, session, message, task, here, tries);
        } else if (failure instanceof TaskUnreachable) {
            // It may live where this task cannot reach it, so it is left what it has until it is known to be dead.
            answer(incoming, message, () -> {
                LOG.warn("{}", failure.getMessage());
                throw unavailable("the task of the gateway that holds this session cannot be reached; try again");
            });
        } else {
            again(incoming, session, message, here, tries);
        }
    }

    private void again(Incoming incoming, Session session, @Nullable JsonRpcId message, Runnable here, int tries) {
        loop.context()
                .sessions()
                .refresh(session)
                .onComplete(
                        read -> answer(incoming, message, () -> route(incoming, session, message, here, tries - 1)));
    }

    /** What the other task held has died with it; the session goes on where it can. */
    private void takeOver(
            Incoming incoming, Session session, @Nullable JsonRpcId message, String gone, Runnable here, int tries) {
        if (session.record().transport() == SessionTransport.HTTP_SSE) {
            answer(incoming, message, () -> {
                throw McpError.sessionLost(
                        "the stream of this session is gone with the task of the gateway that held it: open it again with"
                                + " GET /sse, with its last event id to go on with the session");
            });
            return;
        }
        session.hold(gone).onSuccess(held -> answer(incoming, message, here)).onFailure(failure -> {
            if (failure instanceof HeldElsewhere) {
                again(incoming, session, message, here, tries);
            } else {
                answer(incoming, message, () -> {
                    LOG.error("a session could not be taken over: {}", failure.getMessage());
                    throw unavailable("the session store does not answer; try again");
                });
            }
        });
    }

    /** Says to the task that has forwarded a request that it was sent to the wrong one. */
    static void refuse(Incoming incoming) {
        incoming.response().putHeader(Relay.REFUSED, "not-held");
        Answers.failure(incoming.response(), McpError.sessionLost("this task does not hold what the request is about"));
    }

    /**
     * Sends a request to the task that keeps the call which it goes on with.
     *
     * @param gone what is answered when that task is gone
     */
    void toParked(Incoming incoming, @Nullable JsonRpcId message, HeldElsewhere held, McpError gone) {
        toTask(incoming, message, held.task(), failure -> fail(incoming.response(), gone, message));
    }

    /** Answers a failure also where the stream of the answer has begun. */
    private static void fail(HttpServerResponse response, McpError error, @Nullable JsonRpcId message) {
        if (response.headWritten() && !response.ended()) {
            response.end(SseFrame.message(null, null, error.toMessage(message)));
        } else {
            Answers.failure(response, error, message);
        }
    }

    /**
     * Sends a request to that task.
     *
     * @param gone called when the task is not there
     */
    void toTask(Incoming incoming, @Nullable JsonRpcId message, String task, Consumer<Throwable> gone) {
        Consumer<Throwable> notThere = failure -> answer(incoming, message, () -> gone.accept(failure));
        peers.tasks().find(task).onFailure(notThere::accept).onSuccess(found -> {
            if (found.isEmpty()) {
                notThere.accept(new Relay.NotHeld());
            } else {
                new Relay(loop, incoming, message).to(found.get(), true).onFailure(failure -> {
                    peers.tasks().doubt(task);
                    notThere.accept(failure);
                });
            }
        });
    }

    /** Sends a request to the other task that has the stream of its session; goes on here when none has. */
    void toStream(Incoming incoming, @Nullable JsonRpcId message, Runnable here) {
        peers.tasks()
                .others()
                .onFailure(failure -> LOG.warn("the other tasks could not be asked: {}", failure.getMessage()))
                .otherwise(List.of())
                .onSuccess(others -> toFirst(incoming, message, others.iterator(), here));
    }

    private void toFirst(Incoming incoming, @Nullable JsonRpcId message, Iterator<Task> others, Runnable here) {
        answer(incoming, message, () -> {
            if (!others.hasNext()) {
                here.run();
                return;
            }
            Task other = others.next();
            new Relay(loop, incoming, message).to(other, true).onFailure(failure -> {
                if (failure instanceof TaskUnreachable) {
                    peers.tasks().doubt(other.id());
                }
                toFirst(incoming, message, others, here);
            });
        });
    }

    /** Tells a notification to all other tasks, whichever of them it concerns; nobody waits for that. */
    void toOthers(Incoming incoming) {
        PeerTokens.Request request = new PeerTokens.Request(
                incoming.request().method().name(), incoming.request().uri(), incoming.requestId());
        Forwarded forwarded = incoming.toForward(true);
        MultiMap headers = HttpHeaders.headers().addAll(incoming.headers());
        peers.tasks()
                .others()
                .onFailure(failure -> LOG.warn("the other tasks could not be told: {}", failure.getMessage()))
                .onSuccess(others -> others.forEach(other -> peers.client()
                        .request(other, request, headers, forwarded, incoming.body())
                        .compose(made -> made.send(incoming.body()).compose(HttpClientResponse::end))
                        .onFailure(failure -> LOG.debug("a task was not told: {}", failure.getMessage()))));
    }

    private void answer(Incoming incoming, @Nullable JsonRpcId message, Runnable work) {
        loop.run(() -> Answers.guarded(incoming.response(), message, work));
    }

    private static McpError unavailable(String why) {
        return new McpError(ErrorCode.OVERLOADED, why, 503);
    }
}
