package dev.mcpgateway.provider.aws.credentials;

import dev.mcpgateway.provider.aws.api.AwsApi;
import dev.mcpgateway.provider.aws.api.AwsOperation;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/** The credentials of profiles in {@code ~/.aws}, read anew when the files change. Thread-safe. */
final class ProfileCredentials {
    private final AwsApi api;
    private final Map<String, Known> providers = new HashMap<>();

    /** What was made of the files as they were. */
    private record Known(ProfileFile files, ProfileCredentialsProvider provider) {}

    private record Found(
            @Nullable AwsCredentials credentials, @Nullable String region) {}

    ProfileCredentials(AwsApi api) {
        this.api = api;
    }

    /** Fails with {@link ToolFailure} when the files have no such profile. */
    Future<CallerCredentials> of(Source.Profile source) {
        return api.blocking(AwsOperation.PROFILE_CREDENTIALS, () -> find(source.fileProfile()))
                .compose(found -> found.credentials() == null
                        ? Future.failedFuture(absent(source))
                        : Future.succeededFuture(
                                new CallerCredentials(found.credentials(), source, found.region(), null, null)));
    }

    private Found find(String name) {
        ProfileFile files = ProfileFile.defaultProfileFile();
        Optional<Profile> profile = files.profile(name);
        return profile.isEmpty()
                ? new Found(null, null)
                : new Found(
                        provider(name, files).resolveCredentials(),
                        profile.get().property(ProfileProperty.REGION).orElse(null));
    }

    /** One that assumes a role keeps its credentials, so it is kept as well. */
    private synchronized ProfileCredentialsProvider provider(String name, ProfileFile files) {
        Known known = providers.get(name);
        if (known != null && known.files().equals(files)) {
            return known.provider();
        }
        ProfileCredentialsProvider provider = ProfileCredentialsProvider.builder()
                .profileName(name)
                .profileFile(files)
                .build();
        providers.put(name, new Known(files, provider));
        if (known != null) {
            known.provider().close();
        }
        return provider;
    }

    private static ToolFailure absent(Source.Profile source) {
        return new ToolFailure(
                ToolFailure.NOT_FOUND,
                "The profile '" + source.name() + "' is allowed, and there is none of that name on the gateway.",
                "The operator has to add it to ~/.aws of the gateway, or to correct aws.profiles." + source.name()
                        + ".");
    }

    synchronized void close() {
        providers.values().forEach(known -> known.provider().close());
        providers.clear();
    }
}
