package dev.mcpgateway.provider.aws.credentials;

import dev.mcpgateway.provider.aws.api.AwsApi;
import dev.mcpgateway.provider.aws.api.AwsOperation;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Credentials that Secrets Manager has, read with the gateway's own. Thread-safe; there are as many as are configured. */
final class SecretCredentials {
    private final AwsApi api;
    private final Duration lifetime;
    private final InstantSource clock;
    private final Map<Source.StoredKeys, Read> kept = new ConcurrentHashMap<>();

    private record Read(AwsCredentials credentials, Instant until) {
        /** Without what they are. */
        @Override
        public String toString() {
            return "Read[" + until + "]";
        }
    }

    SecretCredentials(AwsApi api, Duration lifetime, InstantSource clock) {
        this.api = api;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    Future<CallerCredentials> of(Source.StoredKeys source) {
        Read read = kept.get(source);
        if (read != null && read.until().isAfter(clock.instant())) {
            return Future.succeededFuture(new CallerCredentials(read.credentials(), source, null, null, null));
        }
        return api.ownCredentials()
                .compose(own -> api.region()
                        .compose(region -> api.secretsManager(
                                AwsOperation.GET_SECRET_VALUE,
                                own,
                                region,
                                (secrets, signed) -> secrets.getSecretValue(request ->
                                        request.secretId(source.secretId()).overrideConfiguration(signed)))))
                .compose(answer -> {
                    AwsCredentials credentials = parse(answer.secretString());
                    if (credentials == null) {
                        return Future.failedFuture(unreadable(source));
                    }
                    kept.put(source, new Read(credentials, clock.instant().plus(lifetime)));
                    return Future.succeededFuture(new CallerCredentials(credentials, source, null, null, null));
                });
    }

    /** Forgets what AWS has refused. */
    void forget(Source.StoredKeys source) {
        kept.remove(source);
    }

    private static @Nullable AwsCredentials parse(@Nullable String secret) {
        try {
            JsonObject json = secret == null ? new JsonObject() : new JsonObject(secret);
            if (!(json.getValue("aws_access_key_id") instanceof String id)
                    || !(json.getValue("aws_secret_access_key") instanceof String key)) {
                return null;
            }
            return json.getValue("aws_session_token") instanceof String token
                    ? AwsSessionCredentials.create(id, key, token)
                    : AwsBasicCredentials.create(id, key);
        } catch (DecodeException _) {
            return null;
        }
    }

    private static ToolFailure unreadable(Source.StoredKeys source) {
        return new ToolFailure(
                ToolFailure.NOT_ALLOWED,
                "The secret of the profile '" + source.name() + "' holds no credentials.",
                "It has to be JSON with aws_access_key_id and aws_secret_access_key; see aws.profiles." + source.name()
                        + ".secret.");
    }
}
