package dev.mcpgateway.provider.aws.api;

import dev.mcpgateway.aws.AwsClient;
import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.aws.AwsFailure;
import dev.mcpgateway.config.AwsToolsConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerAsyncClient;
import software.amazon.awssdk.services.sts.StsAsyncClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Asks AWS, each time with the credentials that are given. Every Future fails with {@link AwsCallFailed} and comes back on the
 * caller's context. Thread-safe.
 */
public final class AwsApi {
    private final Vertx vertx;
    private final AwsClients aws;
    private final AwsToolsConfig.Limits limits;
    private final RegionalClients clients;
    private final AwsObserver observer;
    private final @Nullable String configuredRegion;
    private volatile @Nullable String foundRegion;

    /**
     * @param clients are closed with this
     * @param configuredRegion null for that of the SDK's default chain
     */
    public AwsApi(
            Vertx vertx,
            AwsClients aws,
            AwsToolsConfig.Limits limits,
            RegionalClients clients,
            @Nullable String configuredRegion,
            AwsObserver observer) {
        this.vertx = vertx;
        this.aws = aws;
        this.limits = limits;
        this.clients = clients;
        this.configuredRegion = configuredRegion;
        this.observer = observer;
    }

    /** An operation under way: what it answers, and how to stop it. */
    public record Sent<T>(Future<T> answer, Runnable cancel) {}

    /** The region where none is named. */
    public Future<String> region() {
        String known = configuredRegion == null ? foundRegion : configuredRegion;
        if (known != null) {
            return Future.succeededFuture(known);
        }
        return blocking(
                        AwsOperation.DEFAULT_REGION,
                        () -> DefaultAwsRegionProviderChain.builder()
                                .build()
                                .getRegion()
                                .id())
                .onSuccess(found -> foundRegion = found);
    }

    /** The gateway's own credentials. */
    public Future<AwsCredentials> ownCredentials() {
        return sent(AwsOperation.DEFAULT_CREDENTIALS, aws.credentials(limits.callTimeout()))
                .answer();
    }

    /** Does something that blocks, in a thread of its own. */
    public <T> Future<T> blocking(AwsOperation operation, Supplier<T> work) {
        return sent(operation, aws.blocking(work, limits.callTimeout())).answer();
    }

    /** Who the credentials belong to; STS is asked. */
    public Future<Identity> identity(AwsCredentials credentials, String region) {
        return sts(
                        AwsOperation.GET_CALLER_IDENTITY,
                        credentials,
                        region,
                        (sts, signed) -> sts.getCallerIdentity(request -> request.overrideConfiguration(signed)))
                .map(answer -> new Identity(answer.account(), answer.arn(), answer.userId()));
    }

    /** Asks STS. */
    public <T> Future<T> sts(
            AwsOperation operation,
            AwsCredentials credentials,
            String region,
            BiFunction<StsAsyncClient, AwsRequestOverrideConfiguration, CompletableFuture<T>> call) {
        return send(operation, clients.sts(region), credentials, call).answer();
    }

    /** Asks Secrets Manager. */
    public <T> Future<T> secretsManager(
            AwsOperation operation,
            AwsCredentials credentials,
            String region,
            BiFunction<SecretsManagerAsyncClient, AwsRequestOverrideConfiguration, CompletableFuture<T>> call) {
        return send(operation, clients.secretsManager(region), credentials, call)
                .answer();
    }

    /** Asks S3. */
    public <T> Sent<T> s3(
            AwsOperation operation,
            AwsCredentials credentials,
            String region,
            BiFunction<S3AsyncClient, AwsRequestOverrideConfiguration, CompletableFuture<T>> call) {
        return send(operation, clients.s3(region), credentials, call);
    }

    private <C extends SdkAutoCloseable, T> Sent<T> send(
            AwsOperation operation,
            AwsClient<C> client,
            AwsCredentials credentials,
            BiFunction<C, AwsRequestOverrideConfiguration, CompletableFuture<T>> call) {
        AwsRequestOverrideConfiguration signed = AwsRequestOverrideConfiguration.builder()
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
        Function<C, CompletableFuture<T>> asked = service -> call.apply(service, signed);
        return sent(operation, client.call(asked));
    }

    private <T> Sent<T> sent(AwsOperation operation, CompletableFuture<T> sent) {
        long start = System.nanoTime();
        Future<T> answer = Future.fromCompletionStage(sent, vertx.getOrCreateContext())
                .recover(failure -> Future.failedFuture(new AwsCallFailed(operation, AwsFailure.unwrap(failure))))
                .onComplete(done -> observer.answered(
                        operation,
                        done.cause() instanceof AwsCallFailed failed ? Failures.code(failed.why()) : "success",
                        System.nanoTime() - start));
        return new Sent<>(answer, () -> sent.cancel(true));
    }

    /** Calls that are still running fail. */
    public void close() {
        clients.close();
    }
}
