package dev.mcpgateway.aws;

import dev.mcpgateway.config.StoreConfig;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How AWS is reached.
 *
 * @param region null for that of the SDK's default chain
 * @param endpoint of all services, for a stand-in of AWS; null for AWS
 * @param callTimeout for a call with all its attempts
 * @param attemptTimeout for one attempt
 * @param attempts of a call that fails in a way that may pass; at least 1
 * @param connections most at once, to all services together
 */
public record AwsOptions(
        @Nullable String region,
        @Nullable URI endpoint,
        Duration callTimeout,
        Duration attemptTimeout,
        int attempts,
        int connections) {

    /** How the services of the store are reached. */
    public static AwsOptions of(StoreConfig store) {
        return new AwsOptions(
                store.region(),
                store.endpoint(),
                store.callTimeout(),
                store.attemptTimeout(),
                store.attempts(),
                store.connections());
    }
}
