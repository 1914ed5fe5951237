package dev.mcpgateway.provider.aws;

import dev.mcpgateway.provider.aws.api.AwsCallFailed;
import dev.mcpgateway.provider.aws.api.Failures;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.tool.ToolHints;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Who a call acts as. */
final class AccountTools {
    private static final int SHOWN = 4;
    private static final String MASK = "********";

    private AccountTools() {}

    static List<AwsTool> all() {
        return List.of(
                AwsTool.of(
                        "aws_validate_credentials",
                        "Validate AWS credentials",
                        "Asks AWS whether the credentials of this call work, and whose they are.",
                        "\"properties\":{" + AwsTool.PROFILE + "}",
                        """
                        "required":["valid"],"properties":{"valid":{"type":"boolean"},
                        "error":{"enum":["no_credentials","invalid_credentials","validation_error"]},
                        "error_code":{"type":"string"},"message":{"type":"string"},""" + AwsTool.IDENTITY + "}",
                        ToolHints.READS,
                        AccountTools::validate),
                AwsTool.of(
                        "aws_get_account_info",
                        "Get AWS account",
                        "Says which AWS account, ARN and region calls act in.",
                        "\"properties\":{" + AwsTool.PROFILE + "}",
                        """
                        "required":["timestamp","account_id","arn","user_id","region"],
                        "properties":{"timestamp":{"type":"string"},"user_id":{"type":"string"},""" + AwsTool.IDENTITY + "}",
                        ToolHints.READS,
                        AccountTools::account),
                AwsTool.of(
                        "aws_get_credentials",
                        "Describe AWS credentials",
                        "Describes the credentials of this call, masked: kind, source and end, never a key.",
                        "\"properties\":{" + AwsTool.PROFILE + "}",
                        """
                        "required":["access_key_id","secret_access_key"],"properties":{"access_key_id":{"type":"string"},
                        "secret_access_key":{"type":"string"},"session_token":{"type":["string","null"]},
                        "expiration":{"type":["string","null"]},""" + AwsTool.IDENTITY + "}",
                        ToolHints.READS,
                        AccountTools::credentials));
    }

    private static Future<JsonObject> validate(AwsCall call) {
        return call.acting()
                .compose(acting -> call.askedIdentity(acting)
                        .map(identity -> AwsCall.signed(acting, identity, new JsonObject().put("valid", true)))
                        .recover(failure -> failure instanceof AwsCallFailed failed
                                ? Future.succeededFuture(AwsCall.place(acting, invalid(failed)))
                                : Future.failedFuture(failure)))
                .recover(failure -> failure instanceof AwsCallFailed failed
                        ? Future.succeededFuture(invalid(failed))
                        : Future.failedFuture(failure));
    }

    private static JsonObject invalid(AwsCallFailed failed) {
        String error = Failures.isWithoutCredentials(failed)
                ? "no_credentials"
                : Failures.isOfCredentials(failed) ? "invalid_credentials" : "validation_error";
        JsonObject answer = new JsonObject().put("valid", false).put("error", error);
        if (failed.errorCode() != null) {
            answer.put("error_code", failed.errorCode());
        }
        return answer.put(
                "message",
                Failures.explain(failed) instanceof ToolFailure told ? told.getMessage() : failed.getMessage());
    }

    private static Future<JsonObject> account(AwsCall call) {
        return call.acting()
                .compose(acting -> call.askedIdentity(acting)
                        .map(identity -> AwsCall.signed(
                                acting,
                                identity,
                                new JsonObject()
                                        .put("timestamp", call.clock().instant().toString())
                                        .put("user_id", identity.userId()))));
    }

    private static Future<JsonObject> credentials(AwsCall call) {
        return call.acting().compose(acting -> {
            AwsCredentials held = acting.credentials().credentials();
            Instant end = acting.credentials().expires() == null
                    ? held.expirationTime().orElse(null)
                    : acting.credentials().expires();
            return call.answer(
                    acting,
                    new JsonObject()
                            .put("access_key_id", masked(held.accessKeyId()))
                            .put("secret_access_key", MASK)
                            .put("session_token", held instanceof AwsSessionCredentials ? MASK : null)
                            .put("expiration", end == null ? null : end.toString()));
        });
    }

    /** The first characters say the kind of a key, and the last ones which it is. */
    private static String masked(String id) {
        return id.length() < 4 * SHOWN ? MASK : id.substring(0, SHOWN) + MASK + id.substring(id.length() - SHOWN);
    }
}
