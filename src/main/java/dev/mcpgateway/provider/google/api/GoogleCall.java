package dev.mcpgateway.provider.google.api;

import dev.mcpgateway.config.GoogleToolsConfig;
import dev.mcpgateway.provider.tool.ToolCall;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One call of a tool with what it needs to act as the person. */
public final class GoogleCall {
    private static final int LONG_ANSWER = 128 << 10;

    private final GoogleClient client;
    private final ToolCall call;
    private final GoogleGrant grant;
    private final GoogleScope need;
    private final long until;

    GoogleCall(GoogleClient client, ToolCall call, GoogleGrant grant, GoogleScope need) {
        this.client = client;
        this.call = call;
        this.grant = grant;
        this.need = need;
        this.until = System.nanoTime() + client.limits().callTimeout().toNanos();
    }

    /** The arguments, and who calls. */
    public ToolCall call() {
        return call;
    }

    public GoogleToolsConfig.Limits limits() {
        return client.limits();
    }

    public Vertx vertx() {
        return client.vertx();
    }

    /** The scope without which the tool does not begin. */
    GoogleScope need() {
        return need;
    }

    /** The end of the whole call, in {@link System#nanoTime}. */
    long until() {
        return until;
    }

    /** What the person has granted. */
    public GoogleGrant grant() {
        return grant;
    }

    /** Makes sure of a scope that only some calls of the tool need. */
    public void require(GoogleScope scope) {
        if (!scope.isGranted(grant.scopes())) {
            throw client.failures().insufficientScope(scope, call.person());
        }
    }

    /**
     * What a person granted for the files that they made here may do for a change of a file. Google says of other files that they are
     * not there; then, and only then, the person is asked for the scope for all files.
     */
    public <T> Future<T> widen(Future<T> change, GoogleScope all) {
        return change.recover(failure -> {
            if (failure instanceof ToolFailure told
                    && (told.code().equals(ToolFailure.NOT_FOUND)
                            || told.code().equals(ToolFailure.INSUFFICIENT_SCOPE))) {
                require(all);
            }
            return Future.failedFuture(failure);
        });
    }

    /** Sends a request whose answer is an object; one without a body gives an empty one. Fails with {@link ToolFailure}. */
    public Future<JsonObject> json(GoogleRequest request) {
        // A long answer would hold up the event loop while it is parsed.
        return bytes(request)
                .compose(body -> body.length() < LONG_ANSWER
                        ? Future.succeededFuture(object(request, body))
                        : vertx().executeBlocking(() -> object(request, body), false));
    }

    private static JsonObject object(GoogleRequest request, Buffer body) {
        try {
            return body.length() == 0 ? new JsonObject() : body.toJsonObject();
        } catch (DecodeException | ClassCastException _) {
            throw new ToolFailure(
                    request.isRepeatable() ? request.service().errorCode() : ToolFailure.OUTCOME_UNKNOWN,
                    request.service().label() + " answered what is no JSON object.",
                    null);
        }
    }

    /**
     * Gets what a service has linked to, without the person's token.
     *
     * @param address as the service has given it; anything that is neither Google's nor the service's own is refused
     */
    public Future<Buffer> linked(GoogleService service, String address) {
        return bytes(GoogleRequest.linked(service, LinkedContent.check(address, service, client.baseUrl(service))));
    }

    /** Sends a request. Fails with {@link ToolFailure}. */
    public Future<Buffer> bytes(GoogleRequest request) {
        return client.send(request, this);
    }

    /**
     * Does the same for each of several, some at a time.
     *
     * @return the outcomes in the order of the items, each of which is complete
     */
    public <T, R> Future<List<Future<R>>> each(List<T> items, Function<T, Future<R>> work) {
        return new Fan<>(items, work).start(limits().concurrency());
    }

    /** The items that are left, and what became of the others; used on one event loop. */
    private static final class Fan<T, R> {
        private final List<T> items;
        private final Function<T, Future<R>> work;
        private final List<Future<R>> outcomes = new ArrayList<>();
        private int next;

        Fan(List<T> items, Function<T, Future<R>> work) {
            this.items = items;
            this.work = work;
        }

        Future<List<Future<R>>> start(int most) {
            List<Future<Void>> lanes = new ArrayList<>();
            for (int i = 0; i < Math.min(most, items.size()); i++) {
                lanes.add(lane());
            }
            return Future.join(lanes).map(outcomes);
        }

        private Future<Void> lane() {
            if (next >= items.size()) {
                return Future.succeededFuture();
            }
            Future<R> outcome = work.apply(items.get(next++));
            outcomes.add(outcome);
            return outcome.transform(done -> lane());
        }
    }
}
