package dev.mcpgateway.provider.aws.credentials;

/** Where credentials come from. */
public sealed interface Source {

    /** How callers are told; no secret. */
    String label();

    /** The role of a person, assumed for them. */
    record Role(RoleRequest request) implements Source {
        @Override
        public String label() {
            return "role " + request.arn() + ", assumed for " + request.sessionName();
        }
    }

    /** What the SDK's default chain finds for the gateway. */
    record Gateway() implements Source {
        @Override
        public String label() {
            return "the gateway's own";
        }
    }

    /**
     * A profile of the files in {@code ~/.aws}.
     *
     * @param name as callers give it
     * @param fileProfile as the files have it
     */
    record Profile(String name, String fileProfile) implements Source {
        @Override
        public String label() {
            return "profile " + name;
        }
    }

    /**
     * Keys in Secrets Manager.
     *
     * @param name the profile as callers give it
     */
    record StoredKeys(String name, String secretId) implements Source {
        @Override
        public String label() {
            return "profile " + name + ", from Secrets Manager";
        }
    }

    /** The profile as callers give it; empty for none. */
    default String profileName() {
        return switch (this) {
            case Profile profile -> profile.name();
            case StoredKeys keys -> keys.name();
            case Role _, Gateway _ -> "";
        };
    }
}
