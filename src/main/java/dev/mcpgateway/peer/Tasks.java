package dev.mcpgateway.peer;

import dev.mcpgateway.config.TasksConfig;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoreException;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks that live: each keeps a record that expires soon and is renewed, and that is gone when the task is. What is read of
 * others is kept for the time between two renewals. Safe for use from any event loop.
 */
public final class Tasks {
    private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);
    private static final String KIND = "task";
    /** Ids of dead tasks never come to life, but who sends made-up ones must not fill the memory. */
    private static final int MOST_KNOWN = 10_000;

    private final Vertx vertx;
    private final RecordStore store;
    private final Supplier<TasksConfig> config;
    private final InstantSource clock;
    private final TaskIndex index;
    private final String self = Task.newId();
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private volatile @Nullable Renewal renewal;

    public Tasks(Vertx vertx, RecordStore store, Supplier<TasksConfig> config, InstantSource clock) {
        this.vertx = vertx;
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.index = new TaskIndex(store);
    }

    private record Known(Optional<Task> task, long readAtMillis) {}

    /** The id of this task. */
    public String self() {
        return self;
    }

    /** Tells the others where this task is reached, from now on until {@link #leave}. Completes when they can know. */
    public Future<Void> announce(String host, int port, boolean tls) {
        Renewal started = new Renewal(new Task(self, host, port, tls));
        renewal = started;
        LOG.info("Task {} is reached by the others at {}:{}", self, host, port);
        return started.write().onComplete(done -> started.next());
    }

    /** Takes the record away: from now on what this task held is nobody's. */
    public Future<Void> leave() {
        Renewal ending = renewal;
        if (ending == null) {
            return Future.succeededFuture();
        }
        renewal = null;
        ending.stop();
        return Future.join(store.delete(key(self)), index.remove(self)).mapEmpty();
    }

    /** The task of that id, if it lives as far as the store knows. */
    public Future<Optional<Task>> find(String id) {
        Known cached = known.get(id);
        if (cached != null
                && clock.millis() - cached.readAtMillis()
                        < config.get().renewInterval().toMillis()) {
            return Future.succeededFuture(cached.task());
        }
        if (id.length() != self.length()) {
            return Future.succeededFuture(Optional.empty());
        }
        return store.get(key(id))
                .map(found -> found.flatMap(record -> Task.decode(id, record.value())))
                .onSuccess(task -> remember(id, task));
    }

    private void remember(String id, Optional<Task> task) {
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        known.put(id, new Known(task, clock.millis()));
    }

    /** Forgets what was read of a task, because it did not do what it should. */
    public void doubt(String id) {
        known.remove(id);
    }

    /** All other tasks that live; none before {@link #announce}, since there is nothing to share then. */
    public Future<List<Task>> others() {
        if (renewal == null) {
            return Future.succeededFuture(List.of());
        }
        return index.ids().compose(ids -> {
            List<Future<Optional<Task>>> found =
                    ids.stream().filter(id -> !id.equals(self)).map(this::find).toList();
            return Future.join(found).map(all -> {
                List<Task> alive = new ArrayList<>();
                found.forEach(one -> one.result().ifPresent(alive::add));
                return List.copyOf(alive);
            });
        });
    }

    private Future<Set<String>> dead(Set<String> ids) {
        Set<String> gone = ConcurrentHashMap.newKeySet();
        List<Future<Optional<StoredRecord>>> asked = ids.stream()
                .map(id -> store.get(key(id)).onSuccess(found -> {
                    if (found.isEmpty()) {
                        gone.add(id);
                    }
                }))
                .toList();
        return Future.join(asked).map(gone);
    }

    private static String key(String id) {
        return KIND + "/" + id;
    }

    /** Writes the record again and again, one write at a time, on one context. */
    private final class Renewal {
        private final Task task;
        private final Context context = vertx.getOrCreateContext();
        private long version;
        private long timer = -1;
        private boolean listed;
        private boolean stopped;

        Renewal(Task task) {
            this.task = task;
        }

        Future<Void> write() {
            Instant until = clock.instant().plus(config.get().timeToLive());
            return store.put(
                            new StoredRecord(key(task.id()), KIND, StoredRecord.GATEWAY, version, until, task.encode()))
                    .onSuccess(written -> version = written.version())
                    .recover(failure ->
                            failure instanceof VersionConflict ? reread(failure) : Future.failedFuture(failure))
                    .compose(written -> listed ? Future.succeededFuture() : index.add(self, Tasks.this::dead))
                    .onSuccess(added -> listed = true);
        }

        /** A record that expired, as after a long pause of the process, counts as none. */
        private Future<StoredRecord> reread(Throwable conflict) {
            return store.get(key(task.id())).compose(found -> {
                version = found.map(StoredRecord::version).orElse(0L);
                return Future.failedFuture(conflict);
            });
        }

        void next() {
            context.runOnContext(here -> {
                if (stopped) {
                    return;
                }
                timer = vertx.setTimer(
                        config.get().renewInterval().toMillis(),
                        now -> write().onComplete(written -> {
                            if (written.failed() && written.cause() instanceof StoreException failure) {
                                LOG.warn("the other tasks may take this one for dead: {}", failure.getMessage());
                            }
                            if (stopped) {
                                // It was taken away while it was written.
                                store.delete(key(task.id()));
                            }
                            next();
                        }));
            });
        }

        void stop() {
            context.runOnContext(here -> {
                stopped = true;
                vertx.cancelTimer(timer);
            });
        }
    }
}
