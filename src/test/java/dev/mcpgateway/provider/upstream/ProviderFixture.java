package dev.mcpgateway.provider.upstream;

import dev.mcpgateway.config.ProxySelection;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamTransport;
import dev.mcpgateway.crypto.AeadBox;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.upstream.bridge.Interaction;
import dev.mcpgateway.provider.upstream.channel.ChannelFactory;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.crypto.spec.SecretKeySpec;

/** A provider in front of a test server, used as the layers above use it: from event loops. */
final class ProviderFixture implements AutoCloseable {
    static final String TASK = "this-task";
    private final Context context;
    private final ChannelFactory channels;
    private final UpstreamProvider provider;

    ProviderFixture(Vertx vertx, UpstreamConfig config) {
        this(vertx, config, new Interaction(Duration.ofSeconds(30), 3, 5));
    }

    ProviderFixture(Vertx vertx, UpstreamConfig config, Interaction interaction) {
        this(vertx, config, interaction, Credentials.NONE);
    }

    ProviderFixture(Vertx vertx, UpstreamConfig config, Interaction interaction, Credentials credentials) {
        this.context = vertx.getOrCreateContext();
        this.channels = new ChannelFactory(vertx, config, ProxySelection.none());
        this.provider = new UpstreamProvider(
                vertx,
                config,
                (wire, person) -> UpstreamProviders.open(channels, wire, person),
                credentials,
                interaction,
                new AeadBox(new SecretKeySpec(new byte[32], "AES")),
                TASK);
    }

    /** A remote server's configuration, with the transport known. */
    static UpstreamConfig config(URI url) {
        return UpstreamConfig.of(
                "up", UpstreamTransport.Http.of(url).withType(UpstreamTransport.Http.Kind.STREAMABLE_HTTP));
    }

    Asking provider() {
        return new Asking(provider);
    }

    /** Runs something on the event loop and waits for its outcome. */
    <T> T get(Supplier<Future<T>> what) {
        Promise<T> done = Promise.promise();
        context.runOnContext(now -> what.get().onComplete(done));
        try {
            return done.future()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Starts something on the event loop. */
    <T> Future<T> start(Supplier<Future<T>> what) {
        Promise<T> done = Promise.promise();
        context.runOnContext(now -> what.get().onComplete(done));
        return done.future();
    }

    /** Sends a request and waits for the reply. */
    Answered request(ClientStub client, Message message) {
        return get(() -> provider().request(client.call(message)));
    }

    /** Initializes a legacy client. */
    ClientStub initialized(ClientStub client) {
        get(() -> provider.describe(client, client.initialize()));
        return client;
    }

    @Override
    public void close() {
        get(provider::close);
        get(channels::close);
    }
}
