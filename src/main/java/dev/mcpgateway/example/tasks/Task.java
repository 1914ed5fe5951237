package dev.mcpgateway.example.tasks;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something to do.
 *
 * @param user who it belongs to; empty where the service does not tell people apart
 */
record Task(
        String id,
        String title,
        @Nullable String description,
        boolean completed,
        Priority priority,
        @Nullable Instant due,
        Instant created,
        Instant updated,
        String user) {

    /** How urgent a task is, in the words of the document. */
    enum Priority {
        LOW("Low"),
        MEDIUM("Medium"),
        HIGH("High"),
        URGENT("Urgent");

        private final String word;

        Priority(String word) {
            this.word = word;
        }

        static Priority of(String word) {
            for (Priority priority : values()) {
                if (priority.word.equals(word)) {
                    return priority;
                }
            }
            throw new BadRequest("priority has to be Low, Medium, High or Urgent");
        }
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("id", id)
                .put("title", title)
                .put("description", description)
                .put("completed", completed)
                .put("priority", priority.word)
                .put("due_date", due == null ? null : due.toString())
                .put("created_at", created.toString())
                .put("updated_at", updated.toString())
                .put("user_id", user.isEmpty() ? null : user);
    }

    /**
     * The task with what a body says in place of what was.
     *
     * @throws BadRequest when the body says something that a task cannot be
     */
    Task with(JsonObject body, Instant now) {
        return new Task(
                id,
                body.containsKey("title") ? Fields.title(body) : title,
                body.containsKey("description") ? Fields.text(body, "description") : description,
                body.containsKey("completed") ? Fields.flag(body, "completed") : completed,
                body.containsKey("priority") ? Priority.of(String.valueOf(body.getValue("priority"))) : priority,
                body.containsKey("due_date") ? Fields.due(body) : due,
                created,
                now,
                user);
    }
}
