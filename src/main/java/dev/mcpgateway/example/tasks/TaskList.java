package dev.mcpgateway.example.tasks;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tasks of one person, in memory. Used on one event loop. */
final class TaskList {
    private static final int MOST = 10_000;

    private final String user;
    private final Map<String, Task> tasks = new LinkedHashMap<>();

    TaskList(String user) {
        this.user = user;
    }

    Task create(JsonObject body) {
        if (tasks.size() >= MOST) {
            throw new BadRequest("there are " + MOST + " tasks already; delete some first");
        }
        Instant now = now();
        String title = Fields.title(body);
        Task task = new Task(
                        UUID.randomUUID().toString(), title, null, false, Task.Priority.MEDIUM, null, now, now, user)
                .with(body, now);
        tasks.put(task.id(), task);
        return task;
    }

    @Nullable
    Task get(String id) {
        return tasks.get(id);
    }

    @Nullable
    Task change(String id, JsonObject body) {
        Task known = tasks.get(id);
        if (known == null) {
            return null;
        }
        Task changed = known.with(body, now());
        tasks.put(id, changed);
        return changed;
    }

    boolean delete(String id) {
        return tasks.remove(id) != null;
    }

    /** A page of the tasks that fit, as the document describes it. */
    JsonObject list(TaskQuery query) {
        List<Task> found = new ArrayList<>();
        for (Task task : tasks.values()) {
            if (query.fits(task)) {
                found.add(task);
            }
        }
        JsonArray page = new JsonArray();
        found.stream()
                .skip((long) (query.page() - 1) * query.limit())
                .limit(query.limit())
                .forEach(task -> page.add(task.toJson()));
        return new JsonObject()
                .put("tasks", page)
                .put("total", found.size())
                .put("page", query.page())
                .put("limit", query.limit())
                .put("pages", (found.size() + query.limit() - 1) / query.limit());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
