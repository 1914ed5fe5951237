package dev.mcpgateway.provider.tool;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonRpcId;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.PushedEvent;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** One call of a tool, on behalf of one person. */
public final class ToolCall {
    private final String provider;
    private final Call call;
    private final JsonObject arguments;

    ToolCall(String provider, Call call, JsonObject arguments) {
        this.provider = provider;
        this.call = call;
        this.arguments = arguments;
    }

    /** The arguments; they fit the input schema, and its defaults stand where the client gave nothing. */
    public JsonObject arguments() {
        return arguments;
    }

    /** An argument that is a string; null when it was not given. */
    public @Nullable String string(String name) {
        return arguments.getString(name);
    }

    /** An argument that the schema requires, or has a default for. */
    public String required(String name) {
        String value = arguments.getString(name);
        if (value == null) {
            throw new IllegalStateException("the input schema does not make sure of " + name);
        }
        return value;
    }

    /** An integer with a default in the schema. */
    public int integer(String name) {
        Number value = arguments.getNumber(name);
        if (value == null) {
            throw new IllegalStateException("the input schema does not make sure of " + name);
        }
        // What is too large stays large; cut to 32 bits it could be anything.
        return (int) value.doubleValue();
    }

    /** A truth value; false when it was not given. */
    public boolean flag(String name) {
        return arguments.getBoolean(name, false);
    }

    /** On whose behalf, as this very request has proven. */
    public Person person() {
        return call.principal().person();
    }

    /** The client, whose session outlives the call. */
    public Client client() {
        return call.client();
    }

    /** The {@code X-Request-Id} of the HTTP request, for logs and for services that take one. */
    public String requestId() {
        return call.requestId();
    }

    /** Registers how to stop when the client cancels; runs at once when it has already. */
    public void onCancel(Runnable handler) {
        call.onCancel(handler);
    }

    public boolean isCancelled() {
        return call.isCancelled();
    }

    /**
     * Tells the client how far the call is, if it asked to be told.
     *
     * @param done grows with each message
     * @param total zero when it is not known
     * @param message a few words for people
     */
    public void progress(long done, long total, String message) {
        JsonRpcId token = call.message().progressToken();
        if (token == null) {
            return;
        }
        String params = "{\"progressToken\":" + token.raw() + ",\"progress\":" + done
                + (total == 0 ? "" : ",\"total\":" + total) + ",\"message\":"
                + JsonEdit.quote(message) + "}";
        call.push()
                .send(PushedEvent.of(
                        provider,
                        Message.parse(
                                Messages.notificationMessage(McpMethod.NOTIFICATIONS_PROGRESS, params),
                                JsonLimits.DEFAULT)));
    }
}
