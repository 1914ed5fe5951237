package dev.mcpgateway.provider.aws;

import dev.mcpgateway.config.AwsToolsConfig;
import dev.mcpgateway.provider.aws.api.AwsCallFailed;
import dev.mcpgateway.provider.aws.api.Failures;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.tool.ToolHints;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What a call can be made with, and where. */
final class EnvironmentTools {
    /** It changes the session alone. */
    private static final ToolHints CHOOSES = new ToolHints(false, false, true, false);

    private EnvironmentTools() {}

    static List<AwsTool> all(AwsToolsConfig config) {
        List<AwsTool> tools = new ArrayList<>(List.of(
                AwsTool.of(
                        "aws_list_profiles",
                        "List AWS profiles",
                        "Lists the profiles that calls may name.",
                        "\"properties\":{}",
                        """
                        "required":["timestamp","profiles","count"],"properties":{"timestamp":{"type":"string"},
                        "profiles":{"type":"array","items":{"type":"string"}},"count":{"type":"integer"},
                        "message":{"type":"string"},""" + AwsTool.IDENTITY + "}",
                        ToolHints.READS,
                        EnvironmentTools::profiles),
                AwsTool.of(
                        "aws_list_regions",
                        "List AWS regions",
                        "Lists the regions of the account's partition; some have to be enabled before use.",
                        "\"properties\":{" + AwsTool.PROFILE + "}",
                        """
                        "required":["regions"],"properties":{"regions":{"type":"array","items":{"type":"object",
                        "properties":{"region":{"type":"string"},"name":{"type":"string"}}}},""" + AwsTool.IDENTITY + "}",
                        ToolHints.READS,
                        EnvironmentTools::regions)));
        if (config.setEnvironment()) {
            tools.add(AwsTool.of(
                    "aws_set_environment",
                    "Choose AWS region and profile",
                    "Chooses region and profile for the later calls of this session; without either: those of the"
                            + " configuration again.",
                    "\"properties\":{" + AwsTool.CHOICES + "}",
                    "\"required\":[\"region\",\"arn\"],\"properties\":{" + AwsTool.IDENTITY + "}",
                    CHOOSES,
                    EnvironmentTools::choose));
        }
        return tools;
    }

    /** Whoever has no credentials but those of a profile has to see the list all the same. */
    private static Future<JsonObject> profiles(AwsCall call) {
        JsonArray names = new JsonArray();
        if (call.config().useGatewayCredentials()) {
            call.config().profiles().keySet().forEach(names::add);
        }
        JsonObject answer = new JsonObject()
                .put("timestamp", call.clock().instant().toString())
                .put("profiles", names)
                .put("count", names.size());
        return call.acting()
                .compose(acting -> call.answer(acting, answer))
                .recover(failure ->
                        failure instanceof AwsCallFailed failed && Failures.explain(failed) instanceof ToolFailure told
                                ? Future.succeededFuture(
                                        answer.put("credentials_source", "none").put("message", told.getMessage()))
                                : Future.failedFuture(failure));
    }

    private static Future<JsonObject> regions(AwsCall call) {
        return call.acting()
                .compose(acting -> call.answer(acting, new JsonObject()))
                .map(answer -> answer.put("regions", Regions.of(Regions.partition(answer.getString("arn")))));
    }

    /** What does not work is not chosen. */
    private static Future<JsonObject> choose(AwsCall call) {
        if (!SessionEnvironment.isPossible(call.call().client())) {
            return Future.failedFuture(new ToolFailure(
                    ToolFailure.NOT_ALLOWED,
                    "This client has no session that could remember it.",
                    "Give region and profile with each call."));
        }
        SessionEnvironment chosen =
                new SessionEnvironment(call.call().string("region"), call.call().string("profile"));
        return call.acting(chosen)
                .compose(acting -> call.answer(acting, new JsonObject()))
                .compose(answer -> chosen.remember(call.call().client()).map(answer));
    }
}
