package dev.mcpgateway.app;

import dev.mcpgateway.app.metrics.EmbeddedMetrics;
import dev.mcpgateway.app.metrics.GoogleMetrics;
import dev.mcpgateway.app.metrics.ServiceMetrics;
import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.config.CredentialsConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.OpenApiAuth;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.dispatch.Endpoint;
import dev.mcpgateway.dispatch.Endpoints;
import dev.mcpgateway.dispatch.policy.Policy;
import dev.mcpgateway.dispatch.policy.ToolSet;
import dev.mcpgateway.oauth.PublicUrl;
import dev.mcpgateway.oauth.signin.SignIn;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.google.GoogleProvider;
import dev.mcpgateway.provider.google.api.GoogleClient;
import dev.mcpgateway.provider.google.api.GoogleGrants;
import dev.mcpgateway.provider.google.api.GoogleLinks;
import dev.mcpgateway.provider.openapi.OpenApiServices;
import dev.mcpgateway.provider.upstream.UpstreamProviders;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import dev.mcpgateway.provider.upstream.credentials.CredentialsOf;
import dev.mcpgateway.provider.upstream.credentials.SigningKeys;
import dev.mcpgateway.session.Sessions;
import dev.mcpgateway.transport.TransportContext;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the connections and processes of all upstreams; the listeners, which use them, are deployed below and stop before. */
final class ProviderVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderVerticle.class);
    /** Nobody but upstreams beside the gateway can know one that has no public address. */
    private static final String LOCAL_ISSUER = "http://localhost";

    private static final String REQUEST_STATE = "mcp-gateway/request-state";
    /** What the store may take at the end; who finds a session then sees that its task is gone. */
    private static final long LET_GO_MILLIS = 500;

    /** How long a start waits for documents; what comes later is told to clients as a change. */
    private static final long DOCUMENTS_MILLIS = 3_000;

    private final GatewayContext gateway;
    private final Endpoints endpoints;
    private final Sessions sessions;
    private final ServerKeys keys;
    private final Admission admission;
    private final Membership membership;
    private final SigningKeys signing;
    private final Function<UpstreamConfig, Credentials> ownTokens;
    private final @Nullable GoogleGrants googleGrants;
    private final Supplier<AwsClients> awsClients;
    private @Nullable UpstreamProviders providers;
    private @Nullable OpenApiServices services;
    private BiFunction<OpenApiConfig, URI, Credentials> personal = (service, address) -> Credentials.NONE;
    private @Nullable GoogleProvider google;
    private @Nullable AwsTools aws;

    ProviderVerticle(
            GatewayContext gateway,
            Endpoints endpoints,
            Sessions sessions,
            ServerKeys keys,
            Membership membership,
            Admission admission,
            SigningKeys signing,
            Function<UpstreamConfig, Credentials> ownTokens,
            @Nullable GoogleGrants googleGrants,
            Supplier<AwsClients> awsClients) {
        this.gateway = gateway;
        this.endpoints = endpoints;
        this.sessions = sessions;
        this.keys = keys;
        this.admission = admission;
        this.membership = membership;
        this.signing = signing;
        this.ownTokens = ownTokens;
        this.googleGrants = googleGrants;
        this.awsClients = awsClients;
    }

    @Override
    public Future<?> start() {
        URI publicUrl = PublicUrl.configured(gateway.config().get());
        String issuer = publicUrl == null ? LOCAL_ISSUER : PublicUrl.originOf(publicUrl);
        CredentialsOf credentials = new CredentialsOf(signing, issuer, ownTokens, InstantSource.system());
        UpstreamProviders upstreams = new UpstreamProviders(
                vertx, keys.box(REQUEST_STATE), membership.peers().tasks().self(), credentials);
        providers = upstreams;
        aws = new AwsTools(vertx, gateway, admission, awsClients);
        personal = (service, address) -> credentials.apply(asUpstream(service, address));
        configure(upstreams, gateway.config().get());
        gateway.reconfigure().set(config -> reconfigure(upstreams, config));
        OpenApiServices rest = services;
        return rest == null ? listen() : rest.firstLoads(DOCUMENTS_MILLIS).compose(loaded -> listen());
    }

    /** To a service a token about a person is what it is to an upstream. */
    private static UpstreamConfig asUpstream(OpenApiConfig service, URI address) {
        if (service.auth().kind() != OpenApiAuth.Kind.PERSON) {
            return UpstreamConfig.http(service.name(), address);
        }
        CredentialsConfig credentials = Settings.with(
                Settings.with(
                        CredentialsConfig.of(CredentialsConfig.Kind.JWT),
                        "lifetime",
                        service.auth().lifetime()),
                "audience",
                service.auth().audience());
        return Settings.with(UpstreamConfig.http(service.name(), address), "credentials", credentials);
    }

    private Future<Void> listen() {
        GatewayConfig config = gateway.config().get();
        TransportContext context = new TransportContext(
                vertx,
                gateway.current(),
                endpoints,
                sessions,
                membership.peers(),
                admission.selections(),
                gateway.metrics());
        Gauge.builder("mcp.gateway.streams", context, TransportContext::openStreams)
                .description("Event streams to clients that are open")
                .register(gateway.registry());
        Gauge.builder("mcp.gateway.connections.active", context.activeConnections(), AtomicInteger::get)
                .description("Connections of clients on which a request is being answered, open streams included")
                .register(gateway.registry());
        Gauge.builder("mcp.gateway.websockets", context, TransportContext::openSockets)
                .description("WebSockets of clients that are open")
                .register(gateway.registry());
        AtomicInteger port = new AtomicInteger();
        int instances = Runtime.getRuntime().availableProcessors();
        return vertx.deployVerticle(
                        () -> new TransportVerticle(gateway, context, admission, port),
                        new DeploymentOptions().setInstances(instances))
                .onSuccess(deployed -> {
                    String scheme = config.listener().tls() == null ? "http" : "https";
                    LOG.info(
                            "Server listening on {}://{}:{}",
                            scheme,
                            Banner.authority(config.listenerHost()),
                            port.get());
                    gateway.publicPort().set(port.get());
                    membership.join(port.get());
                    EmbeddedMetrics.of(config.metrics().emf(), gateway.environment())
                            .ifPresent(metrics -> metrics.start(vertx, context.activeConnections()::get, System.out));
                    gateway.listening().accept(Banner.text(config, port.get(), endpoints.providers(Endpoint.ROOT)));
                })
                .mapEmpty();
    }

    /** Names depend on how many upstreams are configured, never on which of them are up. */
    private void configure(UpstreamProviders upstreams, GatewayConfig config) {
        List<UpstreamConfig> enabled = config.enabledUpstreams();
        List<Provider> made = upstreams.configure(config);
        List<Endpoint.Source> sources = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            sources.add(new Endpoint.Source(made.get(i), config.prefix(enabled.get(i))));
        }
        List<OpenApiConfig> rest = config.enabledOpenApi();
        if (!rest.isEmpty() && services == null) {
            // Nothing of it is loaded where no service is configured.
            services = new OpenApiServices(vertx, gateway.version(), personal, new ServiceMetrics(gateway.registry()));
        }
        if (services != null) {
            List<Provider> more = services.configure(config);
            for (int i = 0; i < more.size(); i++) {
                sources.add(new Endpoint.Source(more.get(i), config.prefix(rest.get(i))));
            }
        }
        addGoogle(sources, config);
        if (aws != null) {
            aws.addTo(sources, config);
        }
        List<ToolSet> sets = config.sets().values().stream().map(ToolSet::new).toList();
        endpoints.configure(sources, sets, Policy.of(config));
    }

    /** Its tools have no prefix of the gateway's: their names say already what they belong to. */
    private void addGoogle(List<Endpoint.Source> sources, GatewayConfig config) {
        if (googleGrants == null || !config.offersGoogle()) {
            return;
        }
        if (google == null) {
            google = new GoogleProvider(
                    new GoogleClient(
                            vertx,
                            () -> gateway.config().get().google(),
                            OutwardProxies.of(gateway.current()),
                            new GoogleLinks(
                                    () -> Banner.address(
                                            gateway.config().get(),
                                            gateway.publicPort().get()),
                                    SignIn::markOf),
                            new GoogleMetrics(gateway.registry())),
                    googleGrants,
                    config.google(),
                    gateway.version(),
                    InstantSource.system());
        } else {
            google.configure(config.google());
        }
        sources.add(new Endpoint.Source(google.provider(), ""));
    }

    private Future<Void> reconfigure(UpstreamProviders upstreams, GatewayConfig config) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(now -> {
            gateway.config().set(config);
            configure(upstreams, config);
            done.complete();
        });
        return done.future();
    }

    @Override
    public Future<?> stop() {
        LOG.info("Closing upstream connections and processes");
        return sessions.letGo()
                .timeout(LET_GO_MILLIS, TimeUnit.MILLISECONDS)
                .onFailure(failure -> LOG.warn(
                        "other tasks find out by themselves which sessions are free: {}", failure.getMessage()))
                .otherwiseEmpty()
                .eventually(() -> aws == null ? Future.succeededFuture() : aws.close())
                .eventually(() -> services == null ? Future.succeededFuture() : services.close())
                .eventually(() -> google == null ? Future.succeededFuture() : google.close())
                .eventually(() -> providers == null ? Future.succeededFuture() : providers.close());
    }
}
