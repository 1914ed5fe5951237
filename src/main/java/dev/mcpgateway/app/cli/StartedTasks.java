package dev.mcpgateway.app.cli;

import dev.mcpgateway.app.ReadOnlyRoot;
import dev.mcpgateway.example.tasks.TaskService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The task service on an event loop of its own.
 *
 * @param vertx what it runs on; closing it lets the answers under way end
 * @param port where it listens
 */
record StartedTasks(Vertx vertx, int port) {
    private static final long START_SECONDS = 10;

    /**
     * Starts it.
     *
     * @param port 0 for any free one
     * @param token what callers show; null when everybody may call
     * @param people whether a call has to say on whose behalf it comes
     * @throws IllegalStateException in a sentence, when it cannot listen there
     */
    static StartedTasks on(String host, int port, @Nullable String token, boolean people) {
        TaskService service = new TaskService(host, port, token, people);
        Vertx vertx = Vertx.vertx(ReadOnlyRoot.applyTo(new VertxOptions().setEventLoopPoolSize(1)));
        try {
            vertx.deployVerticle(service)
                    .recover(failure -> Future.failedFuture(new IllegalStateException(
                            "the task service cannot listen on " + host + ":" + port + ": " + failure.getMessage(),
                            failure)))
                    .await(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the task service did not start within " + START_SECONDS + " s", e);
        }
        return new StartedTasks(vertx, service.port());
    }
}
