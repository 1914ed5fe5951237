package dev.mcpgateway.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One MCP server behind the gateway.
 *
 * @param name the key in the file; part of the address {@code /mcp/<name>} and of prefixed tool names
 * @param prefix null for the default rule: nothing when it is the only upstream, {@code <name>_} when there are several
 */
public record UpstreamConfig(
        String name,

        @Setting(doc = "How the server is reached: 'url' for a remote server, 'command' for a local process.")
        UpstreamTransport transport,

        @Setting(
                value = "auto",
                doc = "The protocol era that the server speaks: 'modern' is 2026-07-28, 'legacy' everything before."
                        + " 'auto' finds it out.")
        Era era,

        @Setting(
                pattern = "[A-Za-z0-9_-]{0,32}",
                doc = "Put before the names of the server's tools and prompts, as it is; '' for nothing. Without it:"
                        + " nothing when this is the only upstream, otherwise the upstream's name and '_'.")
        @Nullable
        String prefix,

        @Setting(
                value = "false",
                doc = "Lets all clients share one session of this server. Only for servers that keep nothing about"
                        + " their caller.")
        boolean shared,

        @Setting(
                value = "rules",
                doc = "Who may use the server where no rule of the policy speaks: with 'rules' nobody, with"
                        + " 'everyone-signed-in' everyone. A server that comes from --upstream or a list of servers counts"
                        + " as 'everyone-signed-in' while the listener is on loopback.")
        Access access,

        @Setting(doc = "How the server learns on whose behalf a request comes.")
        CredentialsConfig credentials,

        @Setting(value = "true", doc = "Switches the upstream off without removing it.")
        boolean enabled,

        @Setting(doc = "How long to wait for the server.") Deadlines deadlines,
        @Setting(doc = "How much the server may use.") Limits limits,

        @Setting(doc = "When to stop asking a server that fails.")
        Breaker breaker,

        @Setting(doc = "What stands in for clients of 2026-07-28, who open no sessions and never say goodbye.")
        Stateless stateless,

        @Setting(
                value = "5s",
                min = "0s",
                doc = "How long lists of tools, prompts and resources are kept before they are asked for again, when"
                        + " the server itself does not say.")
        Duration catalogTtl,

        @Setting(
                value = "1h",
                min = "1s",
                doc = "How long the era that was found out is believed before it is tried again.")
        Duration eraTtl) {

    /** What a name looks like: it is part of addresses and of tool names. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");

    public UpstreamConfig {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a name for an upstream: " + NAME.pattern());
        }
    }

    /** The protocol era of a server. */
    public enum Era {
        AUTO,
        LEGACY,
        MODERN
    }

    /** Who may use a server where no rule speaks. */
    public enum Access {
        RULES,
        EVERYONE_SIGNED_IN
    }

    /** How long to wait for a server. */
    public record Deadlines(
            @Setting(value = "5s", min = "100ms", doc = "Opening a connection, TLS included.")
            Duration connect,

            @Setting(
                    value = "30s",
                    min = "100ms",
                    doc = "Opening a session: starting the process if it is one, and the first exchange.")
            Duration initialize,

            @Setting(value = "15s", min = "100ms", doc = "One page of a list of tools, prompts or resources.")
            Duration catalog,

            @Setting(value = "5m", min = "1s", doc = "Silence of the server while a call waits for it.")
            Duration idle,

            @Setting(value = "30m", min = "1s", doc = "A whole call, whatever arrives in between.")
            Duration request) {
        /** Returns the defaults. */
        public static Deadlines defaults() {
            return Settings.defaults(Deadlines.class);
        }
    }

    /** How much a server may use. */
    public record Limits(
            @Setting(value = "100", min = "1", doc = "Calls in flight at once; further ones wait.")
            int concurrentCalls,

            @Setting(value = "1000", min = "0", doc = "Calls that may wait for one of those in flight to end.")
            int queuedCalls,

            @Setting(
                    value = "8MiB",
                    min = "64KiB",
                    max = "1GiB",
                    doc = "Bytes of waiting calls, and bytes read ahead of a slow reader, before the fast side is"
                            + " paused or refused.")
            long queuedBytes,

            @Setting(
                    value = "64MiB",
                    min = "64KiB",
                    max = "1GiB",
                    doc = "Largest single message from the server: a body, an event or a line.")
            long responseBytes) {
        /** Returns the defaults. */
        public static Limits defaults() {
            return Settings.defaults(Limits.class);
        }
    }

    /** When to stop asking a server that fails. */
    public record Breaker(
            @Setting(value = "5", min = "1", doc = "Failures in a row after which calls are refused at once.")
            int failures,

            @Setting(value = "10s", min = "100ms", doc = "Time after which one call is let through to try again.")
            Duration resetAfter) {
        /** Returns the defaults. */
        public static Breaker defaults() {
            return Settings.defaults(Breaker.class);
        }
    }

    /** What stands in for the sessions that clients of 2026-07-28 do not open. */
    public record Stateless(
            @Setting(
                    value = "1000",
                    min = "1",
                    doc = "Sessions or processes at once that serve such clients, one for each; calls of further ones"
                            + " fail.")
            int sessions,

            @Setting(value = "15m", min = "1s", doc = "Time after which one that nobody used is closed.")
            Duration idle) {
        /** Returns the defaults. */
        public static Stateless defaults() {
            return Settings.defaults(Stateless.class);
        }
    }

    /** Returns an upstream with all defaults, reached by a URL. */
    public static UpstreamConfig http(String name, URI url) {
        return of(name, UpstreamTransport.Http.of(url));
    }

    /** Returns an upstream with all defaults, run as a process. */
    public static UpstreamConfig stdio(String name, String command, List<String> args) {
        return of(name, UpstreamTransport.Stdio.of(command, args));
    }

    /** Returns an upstream with all defaults. */
    public static UpstreamConfig of(String name, UpstreamTransport transport) {
        return Settings.defaults(UpstreamConfig.class, Map.of("name", name, "transport", transport));
    }

    /** Returns a copy with another era. */
    public UpstreamConfig withEra(Era newEra) {
        return Settings.with(this, "era", newEra);
    }

    /** Returns a copy with another prefix. */
    public UpstreamConfig withPrefix(@Nullable String newPrefix) {
        return Settings.with(this, "prefix", newPrefix);
    }

    /** Returns a copy that is shared by all clients, or not. */
    public UpstreamConfig withShared(boolean newShared) {
        return Settings.with(this, "shared", newShared);
    }

    /** Returns a copy that others may use. */
    public UpstreamConfig withAccess(Access newAccess) {
        return Settings.with(this, "access", newAccess);
    }

    /** Returns a copy that is told of people otherwise. */
    public UpstreamConfig withCredentials(CredentialsConfig newCredentials) {
        return Settings.with(this, "credentials", newCredentials);
    }

    /** Returns a copy with other deadlines. */
    public UpstreamConfig withDeadlines(Deadlines newDeadlines) {
        return Settings.with(this, "deadlines", newDeadlines);
    }

    /** Returns a copy with another circuit breaker. */
    public UpstreamConfig withBreaker(Breaker newBreaker) {
        return Settings.with(this, "breaker", newBreaker);
    }

    /** Returns a copy that serves stateless clients otherwise. */
    public UpstreamConfig withStateless(Stateless newStateless) {
        return Settings.with(this, "stateless", newStateless);
    }

    /** Returns a copy with other times for what is remembered of the server. */
    public UpstreamConfig withTtl(Duration newCatalogTtl, Duration newEraTtl) {
        return Settings.with(Settings.with(this, "catalogTtl", newCatalogTtl), "eraTtl", newEraTtl);
    }

    /** Returns a copy with other limits. */
    public UpstreamConfig withLimits(Limits newLimits) {
        return Settings.with(this, "limits", newLimits);
    }
}
