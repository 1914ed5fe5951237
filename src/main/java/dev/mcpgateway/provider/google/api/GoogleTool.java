package dev.mcpgateway.provider.google.api;

import dev.mcpgateway.provider.tool.Tool;
import dev.mcpgateway.provider.tool.ToolCall;
import dev.mcpgateway.provider.tool.ToolDefinition;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/**
 * A tool that acts as the person at Google.
 *
 * @param scope without which it does not begin
 * @param body fails with {@link ToolFailure}
 */
public record GoogleTool(ToolDefinition definition, GoogleScope scope, Function<GoogleCall, Future<ToolResult>> body) {

    /** What the tools of one service are made with. */
    public record Parts(GoogleClient client, GoogleGrants grants) {}

    /** A tool from the texts of its schemas. */
    public static GoogleTool of(
            String name,
            String title,
            String description,
            String input,
            String output,
            ToolHints hints,
            GoogleScope scope,
            Function<GoogleCall, Future<ToolResult>> body) {
        return new GoogleTool(
                new ToolDefinition(name, title, description, schema(input), schema(output), hints), scope, body);
    }

    private static JsonObject schema(String text) {
        return new JsonObject(text);
    }

    /** Whether it changes nothing. */
    public boolean isReadOnly() {
        return definition.hints().readOnly();
    }

    /** The tool as it is served. */
    public Tool with(Parts parts) {
        return new Bound(this, parts);
    }

    private record Bound(GoogleTool tool, Parts parts) implements Tool {
        @Override
        public ToolDefinition definition() {
            return tool.definition();
        }

        @Override
        public Future<ToolResult> call(ToolCall call) {
            Failures failures = parts.client().failures();
            return parts.grants()
                    .of(call.person())
                    .recover(failure -> Future.failedFuture(
                            switch (failure) {
                                case GoogleGrants.GrantOver over -> failures.signInAgain(over.getMessage());
                                case GoogleGrants.GrantAway away ->
                                    new ToolFailure(
                                            ToolFailure.UPSTREAM_UNAVAILABLE,
                                            "The person's sign-in at Google cannot be renewed at the moment: "
                                                    + away.getMessage(),
                                            "Try again later; nobody has to sign in again.");
                                default -> failure;
                            }))
                    .compose(grant -> tool.scope().isGranted(grant.scopes())
                            ? tool.body().apply(new GoogleCall(parts.client(), call, grant, tool.scope()))
                            : Future.failedFuture(failures.insufficientScope(tool.scope(), call.person())));
        }
    }
}
