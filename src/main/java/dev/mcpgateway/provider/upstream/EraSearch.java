package dev.mcpgateway.provider.upstream;

import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.UpstreamState;
import dev.mcpgateway.provider.upstream.exchange.EraMismatch;
import dev.mcpgateway.provider.upstream.exchange.EraPair;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import dev.mcpgateway.provider.upstream.modern.Discovery;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Finds the era in which to speak to the upstream for a client, and another one when the upstream's answer shows that it was
 * wrong. A legacy client's {@code initialize} is the probe itself; for a modern client {@code server/discover} is asked first
 * (2026-07-28, versioning, backward compatibility).
 */
final class EraSearch {
    /** A process that does not know the request may say nothing at all; longer than a fast server takes to start. */
    private static final Duration PROCESS_PROBE = Duration.ofSeconds(5);

    private final Upstream upstream;
    private final Eras eras;
    private final Discovery discovery;
    private final BiFunction<Era, Era, EraPair> pairs;

    /**
     * @param pairs the pair for a client's and an upstream's era
     */
    EraSearch(Upstream upstream, Discovery discovery, BiFunction<Era, Era, EraPair> pairs) {
        this.upstream = upstream;
        this.eras = new Eras(upstream.config());
        this.discovery = discovery;
        this.pairs = pairs;
    }

    /** Does the work with the pair that fits, and with the other one when it turns out that nothing of it ran. */
    <T> Future<T> serve(Client client, Function<EraPair, Future<T>> work) {
        Era own = client.version().era();
        Era known = eras.known(own);
        return known != null ? serve(client, known, work) : find(client).compose(found -> serve(client, found, work));
    }

    private <T> Future<T> serve(Client client, Era era, Function<EraPair, Future<T>> work) {
        return work.apply(pairs.apply(client.version().era(), era))
                .recover(failure -> failure instanceof EraMismatch mismatch
                        ? otherwise(client, mismatch, work)
                        : Future.failedFuture(upstream.failures().error(failure, false)));
    }

    /** The era to begin with. */
    private Future<Era> find(Client client) {
        if (client.version().era() == Era.MODERN) {
            return discover(client)
                    .map(result -> Era.MODERN)
                    .recover(failure -> failure instanceof EraMismatch
                            ? Future.succeededFuture(Era.LEGACY)
                            : Future.failedFuture(upstream.failures().error(failure, true)))
                    .onSuccess(era -> eras.found(Era.MODERN, era));
        }
        UpstreamState remembered = client.upstream(upstream.name());
        Era era =
                remembered != null && ProtocolVersion.isModern(remembered.protocolVersion()) ? Era.MODERN : Era.LEGACY;
        eras.found(Era.LEGACY, era);
        return Future.succeededFuture(era);
    }

    private Future<JsonSlice> discover(Client client) {
        Duration deadline = upstream.config().deadlines().initialize();
        boolean process = upstream.isProcess();
        return discovery.discover(client, process && deadline.compareTo(PROCESS_PROBE) > 0 ? PROCESS_PROBE : deadline);
    }

    private <T> Future<T> otherwise(Client client, EraMismatch mismatch, Function<EraPair, Future<T>> work) {
        Era own = client.version().era();
        if (eras.isConfigured()) {
            return refused(mismatch);
        }
        eras.forget(own);
        Future<Era> other = mismatch.assumed() == Era.MODERN
                ? Future.succeededFuture(Era.LEGACY)
                : discover(client)
                        .map(result -> Era.MODERN)
                        .recover(failure -> failure instanceof EraMismatch
                                ? Future.failedFuture(mismatch)
                                : Future.failedFuture(failure));
        return other.compose(era -> work.apply(pairs.apply(own, era)).onSuccess(done -> eras.found(own, era)))
                .recover(failure -> failure instanceof EraMismatch
                        ? refused(mismatch)
                        : Future.failedFuture(upstream.failures().error(failure, false)));
    }

    private <T> Future<T> refused(EraMismatch mismatch) {
        upstream.forgetWire();
        return Future.failedFuture(upstream.failures().error(mismatch.answer(), true));
    }
}
