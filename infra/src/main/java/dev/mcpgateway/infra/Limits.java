package dev.mcpgateway.infra;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.logs.RetentionDays;

/** The sizes and times of the deployment in one place; the deployment by Copilot has the same. */
final class Limits {
    static final int PORT = 3000;
    static final String HEALTH_PATH = "/health";

    /** 1024 is one vCPU. */
    static final int CPU = 512;

    static final int MEMORY_MIB = 1024;

    /** Streams live long: as long as the load balancer can wait between two bytes. */
    static final int IDLE_SECONDS = 4000;

    /** The gateway's own must be longer, or the load balancer uses connections that are just being closed (502). */
    static final int GATEWAY_IDLE_SECONDS = 4060;

    /** Before SIGTERM the load balancer lets calls end for this long. */
    static final Duration DEREGISTRATION_DELAY = Duration.seconds(45);

    /** Between SIGTERM and SIGKILL. */
    static final Duration STOP_TIMEOUT = Duration.seconds(30);

    /** Part of it; the rest is for the JVM to end. */
    static final String DRAIN_BUDGET = "20s";

    static final RetentionDays LOG_RETENTION = RetentionDays.ONE_WEEK;

    /** Connections a task for which the service is made; it grows and shrinks to keep their mean there. */
    static final int CONNECTIONS = 50;

    /** From this mean on two tasks come at once. */
    static final int MANY_CONNECTIONS = 100;

    /** Percent of a task's processors that is kept, too: calls cost more than streams. */
    static final int CPU_PERCENT = 70;

    static final Duration SCALE_OUT_COOLDOWN = Duration.minutes(1);
    static final Duration SCALE_IN_COOLDOWN = Duration.minutes(2);

    private Limits() {}
}
