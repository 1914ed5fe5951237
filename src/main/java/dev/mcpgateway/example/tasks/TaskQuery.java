package dev.mcpgateway.example.tasks;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which tasks to list. */
record TaskQuery(
        @Nullable String search,
        Task.@Nullable Priority priority,
        @Nullable Boolean completed,
        @Nullable Instant dueBefore,
        @Nullable Instant dueAfter,
        int page,
        int limit) {
    private static final int USUAL_LIMIT = 50;
    private static final int MAX_LIMIT = 1_000;
    private static final int MAX_PAGE = 1_000_000;

    static TaskQuery of(MultiMap query) {
        String priority = query.get("priority");
        String completed = query.get("completed");
        String before = query.get("due_before");
        String after = query.get("due_after");
        if (completed != null && !completed.equals("true") && !completed.equals("false")) {
            throw new BadRequest("completed has to be true or false");
        }
        return new TaskQuery(
                query.get("search"),
                priority == null ? null : Task.Priority.of(priority),
                completed == null ? null : Boolean.valueOf(completed),
                before == null ? null : Fields.time("due_before", before),
                after == null ? null : Fields.time("due_after", after),
                Fields.number("page", query.get("page"), 1, MAX_PAGE),
                Fields.number("limit", query.get("limit"), USUAL_LIMIT, MAX_LIMIT));
    }

    boolean fits(Task task) {
        Instant due = task.due();
        return (search == null || holds(task.title(), search) || holds(task.description(), search))
                && (priority == null || task.priority() == priority)
                && (completed == null || task.completed() == completed)
                && (dueBefore == null || (due != null && due.isBefore(dueBefore)))
                && (dueAfter == null || (due != null && due.isAfter(dueAfter)));
    }

    private static boolean holds(@Nullable String text, String part) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
