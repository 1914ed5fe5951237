package dev.mcpgateway.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The public listener: where it listens, whom it answers, how much it accepts. */
public record ListenerConfig(
        @Setting(
                doc = "Address to listen on. Without one: 127.0.0.1, and 0.0.0.0 once an identity provider is"
                        + " configured.",
                env = "HOST",
                pattern = "[^\\s\\[\\]/]+",
                restart = true)
        @Nullable
        String host,

        @Setting(
                value = "3000",
                min = "0",
                max = "65535",
                env = "PORT",
                restart = true,
                doc = "Port to listen on; 0 takes any free one.")
        int port,

        @Setting(
                env = "PUBLIC_URL",
                doc = "The address that clients use when it differs from host and port, for example behind a load"
                        + " balancer.")
        @Nullable
        URI publicUrl,

        @Setting(doc = "Certificate and key to listen with TLS; plain HTTP without them.", restart = true) @Nullable
        TlsConfig tls,

        @Setting(
                env = "ALLOWED_HOSTS",
                doc =
                        "Further values of the Host header to answer to, without a port. Loopback names, the listening"
                                + " address and the host of publicUrl are always answered. In the environment separated by commas.")
        List<String> allowedHosts,

        @Setting(
                env = "COPILOT_LB_DNS",
                pattern = "[A-Za-z0-9.-]+",
                doc =
                        "The load balancer's own name, which AWS Copilot gives: answered as a Host as well, so that a"
                                + " deployment can be tried before it has a name. Clients are never told it; that is publicUrl.")
        @Nullable
        String loadBalancerHost,

        @Setting(
                env = "CORS_ORIGINS",
                doc = "Origins of web pages that may call the gateway, such as https://app.example.com. In the"
                        + " environment separated by commas.")
        List<String> corsOrigins,

        @Setting(value = "16MiB", min = "1KiB", max = "1GiB", doc = "Largest request body.")
        long requestBytes,

        @Setting(value = "256", min = "8", max = "10000", doc = "Deepest nesting of JSON in a request.")
        int jsonDepth,

        @Setting(
                value = "16KiB",
                min = "1KiB",
                max = "1MiB",
                restart = true,
                doc = "Largest size of all headers of a request together.")
        long headerBytes,

        @Setting(
                value = "30s",
                min = "1s",
                doc = "A request whose body has not arrived completely after this time is refused.")
        Duration bodyTimeout,

        @Setting(
                value = "75s",
                min = "20s",
                env = "IDLE_TIMEOUT",
                restart = true,
                doc = "A connection on which nothing moved for this long is closed. Behind a load balancer longer than"
                        + " its own idle timeout, or it sends requests into connections that close.")
        Duration idleTimeout,

        @Setting(value = "50000", min = "1", restart = true, doc = "Most connections open at once.")
        int connections) {

    public ListenerConfig {
        allowedHosts = List.copyOf(allowedHosts);
        corsOrigins = List.copyOf(corsOrigins);
    }

    /** Returns the defaults. */
    public static ListenerConfig defaults() {
        return Settings.defaults(ListenerConfig.class);
    }

    /** Returns a copy that listens at another address and port. */
    public ListenerConfig at(@Nullable String newHost, int newPort) {
        return Settings.with(Settings.with(this, "host", newHost), "port", newPort);
    }
}
