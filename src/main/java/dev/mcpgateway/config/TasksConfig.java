package dev.mcpgateway.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Several processes of one gateway, tasks, that share a store and hand requests to each other. */
public record TasksConfig(
        @Setting(
                doc = "Address at which the other tasks reach this one. Without one: the address that is listened on,"
                        + " and when that is every address, that of the container's metadata (Amazon ECS) or of a network"
                        + " interface.",
                env = "TASK_ADDRESS",
                pattern = "[^\\s/]+",
                restart = true)
        @Nullable
        String address,

        @Setting(
                doc = "Port at which the other tasks reach this one; the listener's when there is none.",
                env = "TASK_PORT",
                min = "1",
                max = "65535",
                restart = true)
        @Nullable
        Integer port,

        @Setting(
                value = "15s",
                min = "2s",
                max = "5m",
                doc =
                        "A task that has not said for this long that it lives is taken for dead, and others take over what it"
                                + " held.")
        Duration timeToLive,

        @Setting(
                value = "5s",
                min = "200ms",
                max = "1m",
                doc =
                        "How often a task says that it lives, and how long another believes what it has read of it. A third of"
                                + " timeToLive or less.")
        Duration renewInterval,

        @Setting(
                value = "10s",
                min = "0s",
                max = "5m",
                restart = true,
                doc =
                        "How often a task on Amazon ECS asks the container's metadata whether it is to stop, which they say"
                                + " before the signal comes: it then sends its clients to other tasks. 0s: never.")
        Duration statusInterval,

        @Setting(
                value = "2s",
                min = "100ms",
                max = "30s",
                restart = true,
                doc = "How long a task waits for a connection to another one.")
        Duration connectTimeout,

        @Setting(
                value = "30s",
                min = "1s",
                max = "5m",
                restart = true,
                doc =
                        "How long a request that is handed to another task may be under way, the difference of the two clocks"
                                + " included.")
        Duration tokenLifetime,

        @Setting(
                value = "5000",
                min = "1",
                restart = true,
                doc = "Most requests and streams handed to one other task at once.")
        int connections) {

    /** Returns the defaults. */
    public static TasksConfig defaults() {
        return Settings.defaults(TasksConfig.class);
    }
}
