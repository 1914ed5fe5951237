package dev.mcpgateway.provider.google;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.provider.google.api.GoogleCall;
import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.google.api.GoogleScope;
import dev.mcpgateway.provider.google.api.GoogleService;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.tool.ToolHints;
import dev.mcpgateway.provider.tool.ToolResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Who the tools act as. */
final class AccountTools {
    private AccountTools() {}

    static List<GoogleTool> all() {
        return List.of(GoogleTool.of(
                "whoami",
                "Who am I",
                "Says as whom the Google tools act, and what was granted.",
                "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{}}",
                """
                {"type":"object","required":["subject","scopes"],"properties":{"email":{"type":"string"},
                "name":{"type":"string"},"domain":{"type":"string"},"subject":{"type":"string"},
                "scopes":{"type":"array","items":{"type":"string"}}}}""",
                ToolHints.READS,
                GoogleScope.EMAIL,
                AccountTools::whoami));
    }

    /** Google is asked whose token it is: one person's name over another one's token would be worse than no answer. */
    private static Future<ToolResult> whoami(GoogleCall call) {
        Person person = call.call().person();
        return call.json(GoogleRequest.get(GoogleService.ACCOUNT, "oauth2", "v2", "userinfo"))
                .map(info -> {
                    // OpenID Connect calls it sub, Google's own interface id.
                    if (!person.subject().equals(info.getString("id", info.getString("sub")))) {
                        throw new ToolFailure(
                                ToolFailure.NOT_ALLOWED,
                                "The sign-in at Google belongs to another account than the one that is signed in here.",
                                "Sign out of the gateway and sign in again.");
                    }
                    JsonObject who = new JsonObject().put("subject", person.subject());
                    for (String name : List.of("email", "name")) {
                        if (info.getString(name) != null) {
                            who.put(name, info.getString(name));
                        }
                    }
                    if (person.domain() != null) {
                        who.put("domain", person.domain());
                    }
                    JsonArray scopes = new JsonArray();
                    call.grant().scopes().stream().sorted().forEach(scopes::add);
                    return ToolResult.of(who.put("scopes", scopes));
                });
    }
}
