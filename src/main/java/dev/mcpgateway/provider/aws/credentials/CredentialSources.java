package dev.mcpgateway.provider.aws.credentials;

import dev.mcpgateway.config.AwsToolsConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.provider.aws.api.AwsApi;
import dev.mcpgateway.provider.aws.api.Identity;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All credentials of one configuration. Thread-safe. */
public final class CredentialSources {
    private final AwsApi api;
    private final AwsToolsConfig config;
    private final RoleCredentials roles;
    private final ProfileCredentials profiles;
    private final SecretCredentials secrets;
    private final Map<Source, Known> identities = new ConcurrentHashMap<>();

    /** Who credentials belong to, as long as they are these. */
    private record Known(String accessKeyId, Identity identity) {}

    public CredentialSources(Vertx vertx, AwsApi api, AwsToolsConfig config, InstantSource clock) {
        AwsToolsConfig.Limits limits = config.limits();
        this.api = api;
        this.config = config;
        this.roles = new RoleCredentials(vertx, api, limits.cachedPeople(), limits.renewBefore(), clock);
        this.profiles = new ProfileCredentials(api);
        this.secrets = new SecretCredentials(api, limits.secretLifetime(), clock);
    }

    /**
     * The credentials of a call.
     *
     * @param profile the one that the call names; null for none
     * @return fails with {@link ToolFailure} when there are none for this person
     */
    public Future<CallerCredentials> of(Person person, @Nullable String profile) {
        Source source;
        try {
            source = SourceChoice.of(config, person, profile);
        } catch (ToolFailure refused) {
            return Future.failedFuture(refused);
        }
        return switch (source) {
            case Source.Role role -> roles.of(role.request());
            case Source.Profile file -> profiles.of(file);
            case Source.StoredKeys keys -> secrets.of(keys);
            case Source.Gateway gateway ->
                api.ownCredentials().map(own -> new CallerCredentials(own, gateway, null, null, null));
        };
    }

    /** Who they belong to; STS is asked once. */
    public Future<Identity> identity(CallerCredentials credentials, String region) {
        if (credentials.identity() != null) {
            return Future.succeededFuture(credentials.identity());
        }
        String accessKeyId = credentials.credentials().accessKeyId();
        Known known = identities.get(credentials.source());
        if (known != null && known.accessKeyId().equals(accessKeyId)) {
            return Future.succeededFuture(known.identity());
        }
        // Those of people have theirs already, so there are no more than profiles are configured.
        return api.identity(credentials.credentials(), region)
                .onSuccess(identity -> identities.put(credentials.source(), new Known(accessKeyId, identity)));
    }

    /** Forgets credentials that AWS has refused. */
    public void forget(CallerCredentials credentials) {
        switch (credentials.source()) {
            case Source.Role role -> roles.forget(role.request());
            case Source.StoredKeys keys -> secrets.forget(keys);
            case Source.Profile _, Source.Gateway _ -> identities.remove(credentials.source());
        }
    }

    /** Forgets all that was made for a person. */
    public void forget(String personId) {
        roles.forget(personId);
    }

    /** Lets go of files and connections; the {@link AwsApi} is not closed. */
    public void close() {
        profiles.close();
    }
}
