package dev.mcpgateway.aws;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kms.KmsAsyncClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The clients of the AWS services. Nothing is done before the first call, so that a start waits for nothing; a client that
 * cannot be made is tried again at the next. Thread-safe.
 */
public final class AwsClients implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final int THREADS = 2;
    private static final int SHUTDOWN_SECONDS = 1;

    private final AwsOptions options;

    /** Region and credentials are looked for in files and on the network, in the thread that makes the call. */
    private final ExecutorService callers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("aws-call-", 0).factory());

    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("aws-timer").factory());
    private final OnFirstUse<SdkEventLoopGroup> loops = new OnFirstUse<>(AwsClients::loops, AwsClients::stop);
    private final OnFirstUse<SdkAsyncHttpClient> http = new OnFirstUse<>(this::http, SdkAsyncHttpClient::close);
    private final OnFirstUse<AwsCredentialsProvider> credentials =
            new OnFirstUse<>(() -> DefaultCredentialsProvider.builder().build(), _ -> {});
    private final Queue<AwsClient<?>> clients = new ConcurrentLinkedQueue<>();
    private final AwsClient<DynamoDbAsyncClient> dynamoDb;
    private final AwsClient<KmsAsyncClient> kms;

    /** @param options of DynamoDB and KMS; its connections are those of all services */
    public AwsClients(AwsOptions options) {
        this.options = options;
        this.dynamoDb = client(DynamoDbAsyncClient::builder, options, _ -> {});
        this.kms = client(KmsAsyncClient::builder, options, _ -> {});
        ignoreEmptyEndpoint(System.getenv(), System.getProperties());
    }

    /**
     * An empty variable counts as not set, here as in the rest of the configuration; the SDK would take it for an address, and make
     * no client.
     */
    static void ignoreEmptyEndpoint(Map<String, String> environment, Properties properties) {
        String endpoint = environment.get("AWS_ENDPOINT_URL");
        if (endpoint != null && endpoint.isBlank()) {
            properties.setProperty(SdkSystemSetting.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS.property(), "true");
        }
    }

    /** Calls DynamoDB, as {@link AwsClient#call}. */
    public <T> CompletableFuture<T> dynamoDb(Function<DynamoDbAsyncClient, CompletableFuture<T>> call) {
        return dynamoDb.call(call);
    }

    /** Calls KMS, as {@link AwsClient#call}. */
    public <T> CompletableFuture<T> kms(Function<KmsAsyncClient, CompletableFuture<T>> call) {
        return kms.call(call);
    }

    /**
     * A service over the same connections. It is closed with this, if not before.
     *
     * @param builder of the service's client
     * @param otherwise sets what is not as for the others
     */
    public <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C extends SdkAutoCloseable>
            AwsClient<C> client(Supplier<B> builder, AwsOptions service, Consumer<B> otherwise) {
        AwsClient<C> client = new AwsClient<>(
                this,
                new OnFirstUse<>(
                        () -> {
                            B configured = configured(builder.get(), service);
                            otherwise.accept(configured);
                            return configured.build();
                        },
                        SdkAutoCloseable::close),
                service.callTimeout());
        clients.add(client);
        return client;
    }

    /**
     * The gateway's own credentials, by the SDK's default chain.
     *
     * @param timeout for all places where they are looked for
     */
    public CompletableFuture<AwsCredentials> credentials(Duration timeout) {
        return blocking(() -> credentials.get().resolveCredentials(), timeout);
    }

    /** Does something that blocks in a thread of its own; completes on any thread. */
    public <T> CompletableFuture<T> blocking(Supplier<T> work, Duration timeout) {
        return call(() -> CompletableFuture.completedFuture(work.get()), timeout);
    }

    <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call, Duration timeout) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        callers.execute(() -> {
            try {
                CompletableFuture<T> sent = call.get();
                var _ = sent.whenComplete((value, failure) -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
                var _ = answer.whenComplete((value, failure) -> sent.cancel(true));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        // The SDK's own limit does not hold for what it does before it sends, such as looking for credentials.
        return answer.orTimeout(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    }

    void closed(AwsClient<?> client) {
        clients.remove(client);
    }

    private static void stop(SdkEventLoopGroup group) {
        var _ = group.eventLoopGroup().shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }

    private static SdkEventLoopGroup loops() {
        return SdkEventLoopGroup.builder()
                .numberOfThreads(THREADS)
                .threadFactory(Thread.ofPlatform().daemon().name("aws-http-", 0).factory())
                .build();
    }

    private SdkAsyncHttpClient http() {
        return NettyNioAsyncHttpClient.builder()
                // Its own would make the close wait for two seconds of silence.
                .eventLoopGroup(loops.get())
                .maxConcurrency(options.connections())
                .connectionTimeout(CONNECT_TIMEOUT)
                .connectionAcquisitionTimeout(options.callTimeout())
                .build();
    }

    private <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> B configured(
            B builder, AwsOptions service) {
        builder.httpClient(http.get())
                .credentialsProvider(credentials.get())
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .overrideConfiguration(override -> override.apiCallTimeout(service.callTimeout())
                        .apiCallAttemptTimeout(service.attemptTimeout())
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(service.attempts())
                                .build())
                        .scheduledExecutorService(timers));
        if (service.region() != null) {
            builder.region(Region.of(service.region()));
        } else if (service.endpoint() != null) {
            // A stand-in takes any.
            builder.region(Region.US_EAST_1);
        }
        if (service.endpoint() != null) {
            builder.endpointOverride(service.endpoint());
        }
        return builder;
    }

    /** Calls that are still running fail. */
    @Override
    public void close() {
        clients.forEach(AwsClient::close);
        http.close();
        loops.close();
        callers.shutdown();
        timers.shutdownNow();
    }
}
