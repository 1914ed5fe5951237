package dev.mcpgateway.config.load;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.StoreConfig;
import dev.mcpgateway.config.TlsConfig;
import dev.mcpgateway.config.UpstreamConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Checks what one key alone does not show: settings that contradict each other or the machine. */
final class Validation {
    private static final Pattern ORIGIN = Pattern.compile("\\*|null|[a-z][a-z0-9+.-]*://[^/?#@\\s]+");

    private static final int MIN_SECRET_BYTES = 32;

    private final Places places;
    private final Problems problems;
    private final UpstreamValidation upstreams;

    Validation(Places places, Problems problems) {
        this.places = places;
        this.problems = problems;
        this.upstreams = new UpstreamValidation(this, places);
    }

    void check(GatewayConfig config) {
        checkReach(config);
        new AuthValidation(this).check(config);
        checkSessionSecret(config);
        checkStore(config);
        checkListener(config);
        checkTimes(config);
        checkAudit(config);
        new PolicyValidation(places, problems).check(config);
        new SetValidation(places, problems).check(config);
        config.upstreams().values().forEach(upstreams::check);
        new OpenApiValidation(this).check(config);
        checkPrefixes(config);
        new GoogleValidation(this, places).check(config);
        new AwsValidation(this, places).check(config);
    }

    private void checkReach(GatewayConfig config) {
        boolean open = config.auth().mode() == AuthConfig.Mode.NONE && config.reachableByOthers();
        if (open && !config.auth().allowNonLoopback()) {
            error(
                    "listener.host",
                    "lets other machines in while nobody has to sign in; listen on 127.0.0.1, or set"
                            + " auth.allowNonLoopback: true if everyone there may use every upstream");
        }
    }

    private void checkSessionSecret(GatewayConfig config) {
        int shortest = config.auth().sessionSecrets().stream()
                .mapToInt(secret -> secret.reveal().getBytes(StandardCharsets.UTF_8).length)
                .min()
                .orElse(MIN_SECRET_BYTES);
        if (shortest < MIN_SECRET_BYTES && config.reachableByOthers()) {
            error(
                    "auth.sessionSecret",
                    "needs at least " + MIN_SECRET_BYTES + " bytes in each secret where other machines reach the"
                            + " listener, but the shortest has " + shortest
                            + "; make one with: openssl rand -base64 33");
        }
    }

    private void checkStore(GatewayConfig config) {
        StoreConfig store = config.store();
        if (store.effectiveKind() == StoreConfig.Kind.DYNAMODB
                && store.kmsKeyId() == null
                && config.auth().sessionSecrets().isEmpty()) {
            contradiction(
                    "store.table",
                    "store.kind",
                    "needs a key that protects what is stored there: set store.kmsKeyId (KMS_KEY_ID), or"
                            + " auth.sessionSecret (SESSION_SECRET)");
        }
        if (store.attemptTimeout().compareTo(store.callTimeout()) > 0) {
            contradiction(
                    "store.attemptTimeout",
                    "store.callTimeout",
                    "is longer than store.callTimeout, of which it is a part");
        }
    }

    private void checkListener(GatewayConfig config) {
        int port = config.listener().port();
        if (port != 0 && config.managementPort() == port) {
            contradiction(
                    "management.port",
                    "listener.port",
                    "is the port of the public listener as well; choose another one");
        }
        TlsConfig tls = config.listener().tls();
        if (tls != null) {
            readable("listener.tls.certFile", tls.certFile());
            readable("listener.tls.keyFile", tls.keyFile());
        }
        URI publicUrl = config.listener().publicUrl();
        if (publicUrl != null
                && (publicUrl.getRawQuery() != null
                        || publicUrl.getRawFragment() != null
                        || publicUrl.getRawUserInfo() != null)) {
            error("listener.publicUrl", "has to be an address without user, query and fragment");
        }
        for (String origin : config.listener().corsOrigins()) {
            if (!ORIGIN.matcher(origin).matches()) {
                error("listener.corsOrigins", "holds what is no origin; allowed is scheme://host[:port], or *");
            }
        }
    }

    private void checkTimes(GatewayConfig config) {
        if (config.drain().lameDuck().compareTo(config.drain().budget()) > 0) {
            contradiction("drain.lameDuck", "drain.budget", "is longer than drain.budget, of which it is a part");
        }
        if (config.drain().settle().compareTo(config.drain().budget()) > 0) {
            contradiction("drain.settle", "drain.budget", "is longer than drain.budget, of which it is a part");
        }
        if (config.streams().maxAgeJitter().compareTo(config.streams().maxAge()) >= 0) {
            contradiction("streams.maxAgeJitter", "streams.maxAge", "has to be shorter than streams.maxAge");
        }
        if (config.listener().idleTimeout().compareTo(config.streams().keepAlive()) <= 0) {
            contradiction(
                    "listener.idleTimeout",
                    "streams.keepAlive",
                    "has to be longer than streams.keepAlive, or silent streams are cut off");
        }
        if (config.sessions().touchInterval().compareTo(config.sessions().idleTimeout()) > 0) {
            contradiction(
                    "sessions.touchInterval",
                    "sessions.idleTimeout",
                    "is longer than sessions.idleTimeout: sessions would expire while in use");
        }
    }

    private void checkAudit(GatewayConfig config) {
        Path file = config.audit().file();
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (Files.exists(file) ? !Files.isWritable(file) : folder == null || !Files.isWritable(folder)) {
            error("audit.file", file + " cannot be written; its directory has to exist and to be writable");
        }
    }

    /** A tool's public name has to say which upstream it belongs to, so no prefix may begin with another one. */
    private void checkPrefixes(GatewayConfig config) {
        List<Named> all = new ArrayList<>();
        for (UpstreamConfig upstream : config.enabledUpstreams()) {
            all.add(new Named(upstream.name(), config.prefix(upstream), places.upstream(upstream.name(), "prefix")));
        }
        for (OpenApiConfig service : config.enabledOpenApi()) {
            all.add(new Named(service.name(), config.prefix(service), "openapi." + service.name() + ".prefix"));
        }
        for (int i = 0; i < all.size(); i++) {
            for (Named later : all.subList(i + 1, all.size())) {
                checkPrefixes(all.get(i), later);
            }
        }
    }

    /** Something that has tools, with what stands before their names and the path of that setting. */
    private record Named(String name, String prefix, String path) {}

    private void checkPrefixes(Named one, Named later) {
        String first = one.prefix();
        String second = later.prefix();
        if (!first.isEmpty() && !second.isEmpty() && (first.startsWith(second) || second.startsWith(first))) {
            error(
                    later.path(),
                    "its tools, '" + second + "…', cannot be told from those of '" + one.name() + "', '" + first
                            + "…'; rename one of the two or give it another prefix");
        }
    }

    void readable(String path, Path file) {
        if (!Files.isRegularFile(file)) {
            error(path, file + " cannot be read: there is no such file");
        } else if (!Files.isReadable(file)) {
            error(path, file + " cannot be read: its permissions do not allow it");
        }
    }

    /** Reports two settings of which perhaps only one was written. */
    private void contradiction(String path, String other, String message) {
        problems.error(places.of(path, other), path, message);
    }

    void error(String path, String message) {
        problems.error(places.of(path), path, message);
    }
}
