package dev.mcpgateway.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an upstream is reached. In the file its keys stand among the upstream's own; the first key of each kind chooses it. */
public sealed interface UpstreamTransport {

    /** A remote server. */
    record Http(
            @Setting(doc = "Address of the server, http or https.")
            URI url,

            @Setting(
                    value = "auto",
                    doc = "The server's transport. 'auto' tries Streamable HTTP and falls back to HTTP+SSE.")
            Kind type,

            @Setting(doc = "Headers sent with each request, such as Authorization. Values are never logged.")
            Map<String, Secret> headers,

            @Setting(
                    doc = "Names of further client headers to pass on. Cookie, Authorization, X-User-ID and"
                            + " Forwarded headers never are.")
            List<String> forwardHeaders,

            @Setting(doc = "Trust and client certificate for https; the system's trust without it.") @Nullable
            Tls tls,

            @Setting(value = "true", doc = "Whether the proxy settings apply to this server.")
            boolean useProxy)
            implements UpstreamTransport {

        public Http {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
            forwardHeaders = List.copyOf(forwardHeaders);
        }

        /** Returns the address without its query, which may hold a key: the form for logs and errors. */
        public String displayUrl() {
            String path = url.getRawPath();
            return url.getScheme() + "://" + url.getRawAuthority() + (path == null ? "" : path);
        }

        @Override
        public String toString() {
            return "Http[" + displayUrl() + ", " + type + "]";
        }

        /** The transport that a remote server speaks. */
        public enum Kind {
            AUTO,
            STREAMABLE_HTTP,
            SSE
        }

        /** Returns a server at this address with all defaults. */
        public static Http of(URI url) {
            return Settings.defaults(Http.class, Map.of("url", url));
        }

        /** Returns a copy with another kind. */
        public Http withType(Kind newType) {
            return new Http(url, newType, headers, forwardHeaders, tls, useProxy);
        }

        /** Returns a copy with other headers. */
        public Http withHeaders(Map<String, Secret> newHeaders) {
            return new Http(url, type, newHeaders, forwardHeaders, tls, useProxy);
        }
    }

    /** What is trusted of a server, and what is shown to it. */
    record Tls(
            @Setting(doc = "PEM file with the certificates to trust in place of the system's.") @Nullable
            Path caFile,

            @Setting(doc = "PEM file with the client certificate; needs keyFile.") @Nullable
            Path certFile,

            @Setting(doc = "PEM file with the client's private key (PKCS#8); needs certFile.") @Nullable
            Path keyFile) {}

    /** A local process that speaks on its standard input and output. */
    record Stdio(
            @Setting(doc = "Program to run, by path or by name in PATH.")
            String command,

            @Setting(doc = "Its arguments.") List<String> args,

            @Setting(doc = "Environment variables set for it. Values are never logged.")
            Map<String, Secret> env,

            @Setting(
                    value = "PATH, HOME, USER, LOGNAME, SHELL, TERM, LANG, TMPDIR, NODE_EXTRA_CA_CERTS, SSL_CERT_FILE,"
                            + " SSL_CERT_DIR",
                    doc = "Names of the gateway's own environment variables that it sees as well; no others are"
                            + " passed.")
            List<String> inheritEnv,

            @Setting(doc = "Its working directory; the gateway's own without it.") @Nullable
            Path cwd,

            @Setting(value = "50", min = "1", doc = "Most processes at once; each client session has its own.")
            int maxProcesses,

            @Setting(value = "15m", min = "1s", doc = "A process that nobody used for this long is stopped.")
            Duration idleStop,

            @Setting(value = "5s", min = "0s", doc = "Time to end by itself before it is killed.")
            Duration stopGrace,

            @Setting(doc = "How a process that died is started again.")
            Restart restart)
            implements UpstreamTransport {

        public Stdio {
            args = List.copyOf(args);
            env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
            inheritEnv = List.copyOf(inheritEnv);
        }

        /** The pause before a process that died is started again: doubled after each early death, up to a limit. */
        public record Restart(
                @Setting(value = "500ms", min = "10ms", doc = "Pause before the first new start.")
                Duration initial,

                @Setting(value = "30s", min = "10ms", doc = "Longest pause.")
                Duration max) {
            /** Returns the defaults. */
            public static Restart defaults() {
                return Settings.defaults(Restart.class);
            }
        }

        /** Returns a process with all defaults. */
        public static Stdio of(String command, List<String> args) {
            return of(command, args, Map.of());
        }

        /** Returns a process with these environment variables and all defaults. */
        public static Stdio of(String command, List<String> args, Map<String, Secret> env) {
            return Settings.defaults(Stdio.class, Map.of("command", command, "args", args, "env", env));
        }
    }
}
