package dev.mcpgateway.app;

import dev.mcpgateway.app.metrics.AwsMetrics;
import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.dispatch.Endpoint;
import dev.mcpgateway.provider.aws.AwsProvider;
import dev.mcpgateway.session.Revocation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tools for AWS in the tree. Nothing of them, or of the SDK, is loaded where they are off. One context uses it. */
final class AwsTools {
    private final Vertx vertx;
    private final GatewayContext gateway;
    private final Admission admission;
    private final Supplier<AwsClients> clients;
    private @Nullable AwsProvider provider;

    /** @param clients is asked when the tools are switched on; what it gives is not closed here */
    AwsTools(Vertx vertx, GatewayContext gateway, Admission admission, Supplier<AwsClients> clients) {
        this.vertx = vertx;
        this.gateway = gateway;
        this.admission = admission;
        this.clients = clients;
    }

    /** Adds them as a configuration wants it. They have no prefix of the gateway's: their names say already what they belong to. */
    void addTo(List<Endpoint.Source> sources, GatewayConfig config) {
        if (!config.aws().enabled()) {
            return;
        }
        AwsProvider present = provider;
        if (present == null) {
            present = make(config);
            provider = present;
        } else {
            present.configure(config);
        }
        sources.add(new Endpoint.Source(present.provider(), ""));
    }

    private AwsProvider make(GatewayConfig config) {
        AwsProvider made = new AwsProvider(
                vertx,
                clients.get(),
                config,
                gateway.version(),
                new AwsMetrics(gateway.registry()),
                InstantSource.system());
        admission.onRevoked().accept(revocation -> {
            if (revocation.kind() == Revocation.Kind.PERSON) {
                made.forget(revocation.id());
            }
        });
        return made;
    }

    Future<Void> close() {
        return provider == null ? Future.succeededFuture() : provider.close();
    }
}
