package dev.mcpgateway.provider.aws;

import dev.mcpgateway.config.AwsToolsConfig;
import dev.mcpgateway.provider.aws.api.AwsApi;
import dev.mcpgateway.provider.aws.api.AwsCallFailed;
import dev.mcpgateway.provider.aws.api.AwsOperation;
import dev.mcpgateway.provider.aws.api.Failures;
import dev.mcpgateway.provider.aws.api.Identity;
import dev.mcpgateway.provider.aws.credentials.CallerCredentials;
import dev.mcpgateway.provider.aws.credentials.CredentialSources;
import dev.mcpgateway.provider.tool.ToolCall;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** One call of a tool for AWS, with all that a tool may use. */
final class AwsCall {

    /** What the tools of one configuration use. */
    record Parts(AwsApi api, CredentialSources sources, AwsToolsConfig config, InstantSource clock) {}

    /** With what, and where, something is asked. */
    record Acting(CallerCredentials credentials, String region) {}

    private final ToolCall call;
    private final Parts parts;

    AwsCall(ToolCall call, Parts parts) {
        this.call = call;
        this.parts = parts;
    }

    ToolCall call() {
        return call;
    }

    AwsToolsConfig config() {
        return parts.config();
    }

    InstantSource clock() {
        return parts.clock();
    }

    /** What the call names, otherwise what its session has chosen. */
    private SessionEnvironment chosen() {
        SessionEnvironment session =
                config().setEnvironment() ? SessionEnvironment.of(call.client()) : SessionEnvironment.NONE;
        String region = call.string("region");
        String profile = call.string("profile");
        return new SessionEnvironment(
                region == null ? session.region() : region, profile == null ? session.profile() : profile);
    }

    /** The credentials and the region of this call. */
    Future<Acting> acting() {
        return acting(chosen());
    }

    /** Those that an environment would give. */
    Future<Acting> acting(SessionEnvironment environment) {
        String region = environment.region() == null ? null : Regions.checked(environment.region());
        return parts.sources()
                .of(call.person(), environment.profile())
                .compose(credentials -> region(region, credentials).map(found -> new Acting(credentials, found)));
    }

    private Future<String> region(@Nullable String chosen, CallerCredentials credentials) {
        String region = chosen == null ? credentials.region() : chosen;
        return region == null ? parts.api().region() : Future.succeededFuture(region);
    }

    /** The profile that this call uses; null for none. */
    @Nullable
    String profile() {
        return chosen().profile();
    }

    /** Who the call acts as, as STS says now. */
    Future<Identity> askedIdentity(Acting acting) {
        return forgetting(acting, parts.api().identity(acting.credentials().credentials(), acting.region()));
    }

    /** Asks S3; the answer stops when the client cancels. */
    <T> Future<T> s3(
            Acting acting,
            AwsOperation operation,
            BiFunction<S3AsyncClient, AwsRequestOverrideConfiguration, CompletableFuture<T>> request) {
        AwsApi.Sent<T> sent = parts.api().s3(operation, acting.credentials().credentials(), acting.region(), request);
        call.onCancel(sent.cancel());
        return forgetting(acting, sent.answer());
    }

    /** What AWS refuses is not used again. */
    private <T> Future<T> forgetting(Acting acting, Future<T> answer) {
        return answer.onFailure(failure -> {
            if (failure instanceof AwsCallFailed failed && Failures.isOfCredentials(failed)) {
                parts.sources().forget(acting.credentials());
            }
        });
    }

    /** An answer with who has asked, where, and with which credentials. */
    Future<JsonObject> answer(Acting acting, JsonObject answer) {
        return forgetting(acting, parts.sources().identity(acting.credentials(), acting.region()))
                .map(identity -> signed(acting, identity, answer));
    }

    static JsonObject signed(Acting acting, Identity identity, JsonObject answer) {
        return place(acting, answer.put("account_id", identity.accountId()).put("arn", identity.arn()));
    }

    /** An answer that says where it was asked, when nobody could say as whom. */
    static JsonObject place(Acting acting, JsonObject answer) {
        String profile = acting.credentials().source().profileName();
        return answer.put("region", acting.region())
                .put("profile", profile.isEmpty() ? null : profile)
                .put("credentials_source", acting.credentials().source().label());
    }
}
