package dev.mcpgateway.config;

import org.jspecify.annotations.Nullable;

/** The listener for health checks and metrics. */
public record ManagementConfig(
        @Setting(
                value = "127.0.0.1",
                env = "MANAGEMENT_HOST",
                restart = true,
                doc = "Address to listen on. It has no sign-in: keep it where only operators reach it.")
        String host,

        @Setting(
                min = "0",
                max = "65535",
                env = "MANAGEMENT_PORT",
                restart = true,
                doc = "Port to listen on. Without one: the port above the public one, or any free port when that is"
                        + " taken.")
        @Nullable
        Integer port) {

    /** Returns the defaults. */
    public static ManagementConfig defaults() {
        return Settings.defaults(ManagementConfig.class);
    }

    /** Returns whether the port was chosen by the operator; only an unchosen one may give way to a free one. */
    public boolean portConfigured() {
        return port != null;
    }
}
