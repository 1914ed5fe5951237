package dev.mcpgateway.config;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One REST service behind the gateway, whose OpenAPI document becomes tools.
 *
 * @param name the key in the file; part of the address {@code /mcp/<name>} and of prefixed tool names
 */
public record OpenApiConfig(
        String name,

        @Setting(doc = "The OpenAPI 3.0 or 3.1 document, JSON or YAML: a path, or an address that begins with http.")
        DocumentLocation document,

        @Setting(
                doc = "The service's address, below which the document's paths are. Without it: the first server of the"
                        + " document. Needed where credentials are sent to another origin than the document's.")
        @Nullable
        URI baseUrl,

        @Setting(
                pattern = "[A-Za-z0-9_-]{0,32}",
                doc =
                        "Put before the names of the tools, as it is; '' for nothing. Without it: nothing when nothing else is"
                                + " behind the gateway, otherwise the service's name and '_'.")
        @Nullable
        String prefix,

        @Setting(
                value = "rules",
                doc = "Who may use the tools where no rule of the policy speaks: with 'rules' nobody, with"
                        + " 'everyone-signed-in' everyone.")
        UpstreamConfig.Access access,

        @Setting(value = "true", doc = "Switches the service off without removing it.")
        boolean enabled,

        @Setting(doc = "What the service is shown.") OpenApiAuth auth,

        @Setting(
                pattern = "[A-Za-z0-9!#$%&'*+.^_`|~-]*",
                doc =
                        "The header that names the caller, such as X-User-ID: the e-mail address, or the subject where there is"
                                + " none. A call without a signed-in person is refused then. Without it: not told.")
        @Nullable
        String identityHeader,

        @Setting(doc = "The operations that become tools: those that fit each key that is there. Without any: all.")
        OpenApiFilter include,

        @Setting(doc = "The operations that do not: those that fit any key.")
        OpenApiFilter exclude,

        @Setting(
                doc = "Other names for tools, each as <operation id>=<name>, or <METHOD path>=<name> for an operation"
                        + " without an id.")
        List<String> rename,

        @Setting(
                value = "false",
                doc = "Lets a path parameter hold '/', which is then sent as %2F. Some services read that as a step to"
                        + " another path, and with it to another operation.")
        boolean slashesInPaths,

        @Setting(doc = "How long to wait for the service.") Timeouts timeouts,

        @Setting(doc = "How calls that may be repeated are.")
        Retries retries,

        @Setting(doc = "How much a document, a tool and a call may take.")
        Limits limits) {

    public OpenApiConfig {
        if (!UpstreamConfig.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a name for a service");
        }
        rename = List.copyOf(rename);
    }

    /** How long to wait for a service. */
    public record Timeouts(
            @Setting(value = "5s", min = "100ms", max = "5m", doc = "Opening a connection, TLS included.")
            Duration connect,

            @Setting(value = "30s", min = "100ms", doc = "One attempt, from the request to the end of its answer.")
            Duration attempt,

            @Setting(
                    value = "60s",
                    min = "100ms",
                    doc = "A whole call, attempts and the waiting between them included.")
            Duration call,

            @Setting(value = "30s", min = "1s", doc = "Fetching the document.")
            Duration document,

            @Setting(
                    value = "30s",
                    min = "1s",
                    doc =
                            "Time after which a document that could not be had is asked for again; it doubles up to ten times"
                                    + " that.")
            Duration documentRetry) {}

    /** How calls are repeated. */
    public record Retries(
            @Setting(
                    value = "2",
                    min = "0",
                    max = "10",
                    doc = "Attempts after the first, for methods that may be repeated.")
            int attempts,

            @Setting(
                    value = "200ms",
                    min = "1ms",
                    doc = "Longest wait before the second attempt; it doubles with each.")
            Duration initial,

            @Setting(value = "10s", min = "1ms", doc = "Longest wait, the service's own Retry-After included.")
            Duration max) {}

    /** How much is taken. */
    public record Limits(
            @Setting(value = "64MiB", min = "1KiB", max = "1GiB", doc = "Largest document.")
            long documentBytes,

            @Setting(value = "4MiB", min = "1KiB", max = "1GiB", doc = "Largest answer of the service.")
            long responseBytes,

            @Setting(value = "100", min = "1", doc = "Calls in flight at once; further ones are refused.")
            int concurrentCalls,

            @Setting(value = "400", min = "40", max = "4000", doc = "Characters of a tool's description.")
            int description,

            @Setting(
                    value = "16000",
                    min = "500",
                    doc =
                            "Characters of a tool's input schema, roughly; what is further inside may be anything. A larger"
                                    + " output schema is left out.")
            int schema) {}

    /** The configured names of tools by operation. */
    public Map<String, String> renamed() {
        Map<String, String> renamed = new LinkedHashMap<>();
        for (String pair : rename) {
            int equals = pair.lastIndexOf('=');
            if (equals > 0) {
                renamed.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return renamed;
    }

    /** Returns a service with all defaults. */
    public static OpenApiConfig of(String name, DocumentLocation document) {
        return Settings.defaults(OpenApiConfig.class, Map.of("name", name, "document", document));
    }
}
