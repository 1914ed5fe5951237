package interop;

import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.ResourceContents;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a session's callbacks were given, and what they answer. */
final class Seen {
    final List<LoggingMessageNotification> logs = new CopyOnWriteArrayList<>();
    final List<ProgressNotification> progress = new CopyOnWriteArrayList<>();
    final List<CreateMessageRequest> sampling = new CopyOnWriteArrayList<>();
    final List<ElicitFormRequest> elicitation = new CopyOnWriteArrayList<>();
    final List<ResourceContents> updates = new CopyOnWriteArrayList<>();
    final String answer = UUID.randomUUID().toString();
}
