package dev.mcpgateway.app.management;

import dev.mcpgateway.crypto.AeadBox;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.crypto.UnopenableToken;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * How the command line and a running gateway talk: sealed under a key that only they derive, from SESSION_SECRET or the key file.
 * Whoever else reaches the management listener can neither ask nor read an answer.
 */
public final class OperatorSeal {
    /** Where questions about people and clients are posted. */
    public static final String PATH = "/operator";

    /** What a question is bound to; an answer is bound to the question's {@code nonce}. */
    public static final String QUESTION = "question";

    private final AeadBox box;

    public OperatorSeal(ServerKeys keys) {
        this.box = keys.box("mcp-gateway/operator");
    }

    /** Seals a message. */
    public String seal(JsonObject message, String binding) {
        return box.seal(message.toBuffer(), Buffer.buffer(binding));
    }

    /**
     * Opens a message.
     *
     * @throws UnopenableToken when it was not sealed with this key and for this
     */
    public JsonObject open(String sealed, String binding) {
        return box.open(sealed, Buffer.buffer(binding)).toJsonObject();
    }
}
