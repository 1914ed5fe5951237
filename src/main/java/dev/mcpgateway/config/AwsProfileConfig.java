package dev.mcpgateway.config;

import org.jspecify.annotations.Nullable;

/**
 * Credentials of the gateway that a call may name.
 *
 * @param name the key in the file, which callers give
 */
public record AwsProfileConfig(
        String name,

        @Setting(doc = "The profile in the files of ~/.aws. Without it the same name.") @Nullable
        String profile,

        @Setting(
                doc =
                        "Instead of a profile: the name or ARN of a secret in Secrets Manager, JSON with aws_access_key_id,"
                                + " aws_secret_access_key and, for temporary ones, aws_session_token.")
        @Nullable
        String secret) {

    /** The profile in the files. */
    public String fileProfile() {
        return profile == null ? name : profile;
    }
}
