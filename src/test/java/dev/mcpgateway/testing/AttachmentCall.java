package dev.mcpgateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;

/** A process that gets one attachment from a Google elsewhere, and prints the size of the response and of the heap at rest. */
public final class AttachmentCall {
    private AttachmentCall() {}

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        ScriptedGoogle tools = new ScriptedGoogle(vertx);
        tools.setUrls(URI.create(args[0]));
        Buffer response = tools.response(
                ScriptedGoogle.ANN,
                "gmail_get_attachment",
                new JsonObject().put("messageId", "m1").put("attachmentId", args[1]));
        int size = response.length();
        response = null;
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        System.out.println(size + " " + (runtime.totalMemory() - runtime.freeMemory()));
        System.exit(0);
    }
}
