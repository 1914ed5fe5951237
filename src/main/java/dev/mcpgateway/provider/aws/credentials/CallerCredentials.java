package dev.mcpgateway.provider.aws.credentials;

import dev.mcpgateway.provider.aws.api.Identity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * What one call is signed with.
 *
 * @param region that belongs to the source; null when none does
 * @param identity who they belong to; null when STS has not said so yet
 * @param expires when they end; null when that is not known
 */
public record CallerCredentials(
        AwsCredentials credentials,
        Source source,
        @Nullable String region,
        @Nullable Identity identity,
        @Nullable Instant expires) {

    /** Without what they are. */
    @Override
    public String toString() {
        return "CallerCredentials[" + source.label() + "]";
    }
}
