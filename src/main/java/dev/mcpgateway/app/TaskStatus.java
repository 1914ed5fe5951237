package dev.mcpgateway.app;

import dev.mcpgateway.peer.TaskMetadata;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the metadata of a container on Amazon ECS from time to time whether its task is to stop. ECS takes a task out of the load
 * balancer, waits until that has drained, and only then sends the signal: what is open can move to other tasks before it.
 */
final class TaskStatus {
    private static final Logger LOG = LoggerFactory.getLogger(TaskStatus.class);

    private final Vertx vertx;
    private final GatewayContext gateway;
    private final String uri;
    private final long intervalMillis;
    private boolean known;

    private TaskStatus(Vertx vertx, GatewayContext gateway, String uri, long intervalMillis) {
        this.vertx = vertx;
        this.gateway = gateway;
        this.uri = uri;
        this.intervalMillis = intervalMillis;
    }

    /** Asks from now on until the caller's verticle is undeployed; outside of ECS it does nothing. */
    static void watch(Vertx vertx, GatewayContext gateway) {
        @Nullable String uri = TaskMetadata.uri(gateway.environment());
        long interval = gateway.config().get().tasks().statusInterval().toMillis();
        if (uri != null && interval > 0) {
            new TaskStatus(vertx, gateway, uri, interval).ask();
        }
    }

    private void ask() {
        TaskMetadata.read(vertx, uri).onSuccess(this::told).onFailure(failure -> {
            LOG.debug("the container's metadata do not tell the task's status: {}", failure.getMessage());
            askLater();
        });
    }

    private void told(TaskMetadata metadata) {
        if (!known) {
            known = true;
            LOG.info("Task {} in {}", metadata.arn(), metadata.zone());
        }
        if (metadata.isStopping()) {
            LOG.info("ECS is about to stop this task: not ready, and telling streams to reconnect elsewhere");
            gateway.lifecycle().leave();
        } else {
            askLater();
        }
    }

    private void askLater() {
        vertx.setTimer(intervalMillis, due -> ask());
    }
}
