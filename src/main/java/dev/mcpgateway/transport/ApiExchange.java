package dev.mcpgateway.transport;

import dev.mcpgateway.dispatch.Dispatcher;
import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.transport.api.ApiAnswer;
import dev.mcpgateway.transport.api.ApiCall;
import java.util.function.Consumer;

/** One request of the HTTP API that is being answered, whatever carries it. */
final class ApiExchange implements InFlight {
    private final EventLoop loop;
    private final ApiCall call;
    private final String transport;
    private final Consumer<ApiAnswer> ready;
    private final long startNanos = System.nanoTime();
    private boolean finished;

    /**
     * @param transport for {@link RequestObserver}
     * @param ready takes the answer, once, on this event loop; never called after {@link #gone}
     */
    ApiExchange(EventLoop loop, ApiCall call, String transport, Consumer<ApiAnswer> ready) {
        this.loop = loop;
        this.call = call;
        this.transport = transport;
        this.ready = ready;
    }

    void start(Dispatcher dispatcher) {
        loop.exchanges().add(this);
        call.send(dispatcher)
                .otherwise(failure -> call.abandoned(Answers.typed(failure)))
                .onComplete(sent -> loop.run(() -> answer(sent.result(), outcome(sent.result()))));
    }

    private static String outcome(ApiAnswer answer) {
        return answer.cause() != null ? "gateway_error" : answer.isError() ? "error" : "result";
    }

    private void answer(ApiAnswer answer, String outcome) {
        if (finish(outcome)) {
            ready.accept(answer);
        }
    }

    /** The client went away: nobody needs the answer. */
    void gone() {
        if (finish("abandoned")) {
            call.cancel();
        }
    }

    private boolean finish(String outcome) {
        if (finished) {
            return false;
        }
        finished = true;
        loop.exchanges().remove(this);
        loop.context()
                .observer()
                .answered(
                        call.method(), transport, Era.MODERN, call.provider(), outcome, System.nanoTime() - startNanos);
        return true;
    }

    @Override
    public void endLasting() {
        // Every request of the API ends by itself.
    }

    @Override
    public void abandon() {
        answer(call.abandoned(InFlight.abandoned()), "gateway_error");
    }
}
