package dev.mcpgateway.provider.aws;

import dev.mcpgateway.provider.tool.ToolDefinition;
import dev.mcpgateway.provider.tool.ToolHints;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/**
 * A tool for AWS.
 *
 * @param body the object that the tool answers
 */
record AwsTool(ToolDefinition definition, Function<AwsCall, Future<JsonObject>> body) {

    /** What stands in schemas: a choice of every tool. */
    static final String PROFILE =
            "\"profile\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":64,\"description\":\"of aws_list_profiles\"}";

    /** The choices of tools that ask a service. */
    static final String CHOICES = PROFILE + ",\"region\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":30}";

    /** What every answer says of who has asked. */
    static final String IDENTITY = """
            "account_id":{"type":"string"},"arn":{"type":"string"},"region":{"type":"string"},
            "profile":{"type":["string","null"]},"credentials_source":{"type":"string"}""";

    /** A tool from the texts of its schemas. */
    static AwsTool of(
            String name,
            String title,
            String description,
            String input,
            String output,
            ToolHints hints,
            Function<AwsCall, Future<JsonObject>> body) {
        return new AwsTool(
                new ToolDefinition(
                        name,
                        title,
                        description,
                        new JsonObject("{\"type\":\"object\",\"additionalProperties\":false," + input + "}"),
                        new JsonObject("{\"type\":\"object\"," + output + "}"),
                        hints),
                body);
    }
}
