package dev.mcpgateway.aws;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
    private final OnFirstUse<DynamoDbAsyncClient> dynamoDb =
            new OnFirstUse<>(() -> configured(DynamoDbAsyncClient.builder()).build(), DynamoDbAsyncClient::close);
    private final OnFirstUse<KmsAsyncClient> kms =
            new OnFirstUse<>(() -> configured(KmsAsyncClient.builder()).build(), KmsAsyncClient::close);

    public AwsClients(AwsOptions options) {
        this.options = options;
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

    /**
     * Calls DynamoDB. Does not block; completes on any thread, at the latest after {@link AwsOptions#callTimeout} and what
     * the SDK needs to notice.
     */
    public <T> CompletableFuture<T> dynamoDb(Function<DynamoDbAsyncClient, CompletableFuture<T>> call) {
        return call(() -> call.apply(dynamoDb.get()));
    }

    /** Calls KMS, as {@link #dynamoDb}. */
    public <T> CompletableFuture<T> kms(Function<KmsAsyncClient, CompletableFuture<T>> call) {
        return call(() -> call.apply(kms.get()));
    }

    private <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        callers.execute(() -> {
            try {
                var _ = call.get().whenComplete((value, failure) -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        // The SDK's own limit does not hold for what it does before it sends, such as looking for credentials.
        return answer.orTimeout(options.callTimeout().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
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

    private <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> B configured(B builder) {
        builder.httpClient(http.get())
                .credentialsProvider(credentials.get())
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .overrideConfiguration(override -> override.apiCallTimeout(options.callTimeout())
                        .apiCallAttemptTimeout(options.attemptTimeout())
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(options.attempts())
                                .build())
                        .scheduledExecutorService(timers));
        if (options.region() != null) {
            builder.region(Region.of(options.region()));
        } else if (options.endpoint() != null) {
            // A stand-in takes any.
            builder.region(Region.US_EAST_1);
        }
        if (options.endpoint() != null) {
            builder.endpointOverride(options.endpoint());
        }
        return builder;
    }

    /** Calls that are still running fail. */
    @Override
    public void close() {
        dynamoDb.close();
        kms.close();
        http.close();
        loops.close();
        callers.shutdown();
        timers.shutdownNow();
    }

    /** Made by who needs it first; made again as long as that fails. */
    private static final class OnFirstUse<T> {
        private final Supplier<T> make;
        private final Consumer<T> close;
        private @Nullable T made;
        private boolean closed;

        OnFirstUse(Supplier<T> make, Consumer<T> close) {
            this.make = make;
            this.close = close;
        }

        synchronized T get() {
            if (closed) {
                throw new IllegalStateException("the AWS clients are closed");
            }
            T present = made;
            if (present == null) {
                present = make.get();
                made = present;
            }
            return present;
        }

        synchronized void close() {
            closed = true;
            if (made != null) {
                close.accept(made);
            }
        }
    }
}
