package dev.mcpgateway.provider.aws.api;

import dev.mcpgateway.aws.AwsClient;
import dev.mcpgateway.aws.AwsClients;
import dev.mcpgateway.aws.AwsOptions;
import dev.mcpgateway.config.AwsToolsConfig;
import dev.mcpgateway.config.StoreConfig;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerAsyncClient;
import software.amazon.awssdk.services.sts.StsAsyncClient;

/**
 * One client for each service and region, all without credentials. Regions are checked before, so there are no more than AWS
 * has. Thread-safe.
 */
public final class RegionalClients {
    private final AwsClients aws;
    private final AwsToolsConfig config;
    private final StoreConfig store;
    private final Map<String, AwsClient<StsAsyncClient>> sts = new ConcurrentHashMap<>();
    private final Map<String, AwsClient<S3AsyncClient>> s3 = new ConcurrentHashMap<>();
    private final Map<String, AwsClient<SecretsManagerAsyncClient>> secretsManager = new ConcurrentHashMap<>();

    /** @param store whose endpoint is that of all services which have none of their own */
    public RegionalClients(AwsClients aws, AwsToolsConfig config, StoreConfig store) {
        this.aws = aws;
        this.config = config;
        this.store = store;
    }

    AwsClient<StsAsyncClient> sts(String region) {
        return sts.computeIfAbsent(
                region,
                absent -> aws.client(
                        StsAsyncClient::builder,
                        options(region, config.endpoints().sts()),
                        builder -> builder.credentialsProvider(AnonymousCredentialsProvider.create())));
    }

    /** A bucket of another region is found there. */
    AwsClient<S3AsyncClient> s3(String region) {
        AwsOptions options = options(region, config.endpoints().s3());
        return s3.computeIfAbsent(
                region,
                absent -> aws.client(
                        S3AsyncClient::builder,
                        options,
                        builder -> builder.credentialsProvider(AnonymousCredentialsProvider.create())
                                .crossRegionAccessEnabled(true)
                                // Express buckets would get a session of their own, which outlives the call.
                                .disableS3ExpressSessionAuth(true)
                                .forcePathStyle(options.endpoint() != null)));
    }

    AwsClient<SecretsManagerAsyncClient> secretsManager(String region) {
        return secretsManager.computeIfAbsent(
                region,
                absent -> aws.client(
                        SecretsManagerAsyncClient::builder,
                        options(region, config.endpoints().secretsManager()),
                        builder -> builder.credentialsProvider(AnonymousCredentialsProvider.create())));
    }

    private AwsOptions options(String region, @Nullable URI endpoint) {
        AwsToolsConfig.Limits limits = config.limits();
        return new AwsOptions(
                region,
                endpoint == null ? store.endpoint() : endpoint,
                limits.callTimeout(),
                limits.attemptTimeout(),
                limits.attempts(),
                store.connections());
    }

    void close() {
        sts.values().forEach(AwsClient::close);
        s3.values().forEach(AwsClient::close);
        secretsManager.values().forEach(AwsClient::close);
    }
}
