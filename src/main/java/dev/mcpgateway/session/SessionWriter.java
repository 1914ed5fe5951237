package dev.mcpgateway.session;

import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Writes the changes of one session: one write at a time, everything that gathers meanwhile in the next, and after a conflict
 * again on top of what somebody else wrote. Before the first {@link #store} changes stay in memory.
 */
final class SessionWriter {
    private static final int MOST_CONFLICTS = 5;

    private final Vertx vertx;
    private final RecordStore store;
    private final Supplier<Duration> timeToLive;
    private SessionRecord record;
    private long version;
    private boolean stored;
    private boolean deleted;
    private boolean writing;
    private List<UnaryOperator<SessionRecord>> changes = new ArrayList<>();
    private List<Promise<Void>> waiting = new ArrayList<>();

    /**
     * @param version the stored version; 0 for a session that is not stored yet
     * @param timeToLive how long the record lives after it was last seen
     */
    SessionWriter(Vertx vertx, RecordStore store, Supplier<Duration> timeToLive, SessionRecord record, long version) {
        this.vertx = vertx;
        this.store = store;
        this.timeToLive = timeToLive;
        this.record = record;
        this.version = version;
        this.stored = version > 0;
    }

    synchronized SessionRecord record() {
        return record;
    }

    /**
     * Applies a change at once in memory; completes on the caller's context when it is in the store, at once before
     * {@link #store}. Fails with -31008 when somebody else ended the session.
     */
    Future<Void> change(UnaryOperator<SessionRecord> change) {
        Promise<Void> promise = Promise.promise();
        synchronized (this) {
            record = change.apply(record);
            if (!stored || deleted) {
                return Future.succeededFuture();
            }
            changes.add(change);
            waiting.add(promise);
            if (writing) {
                return OnCallersContext.of(vertx, promise.future());
            }
            writing = true;
        }
        // Others may wait for the same write, and it may be begun anew by who has written the one before.
        Future<Void> written = OnCallersContext.of(vertx, promise.future());
        write(0);
        return written;
    }

    /** Stores the session for the first time. */
    Future<Void> store() {
        synchronized (this) {
            stored = true;
        }
        return change(unchanged -> unchanged);
    }

    /** No change is written after this; the record itself is deleted by who calls. */
    synchronized void delete() {
        deleted = true;
    }

    private void write(int conflicts) {
        StoredRecord next;
        int included;
        synchronized (this) {
            included = changes.size();
            next = record.toStored(version, record.lastSeen().plus(timeToLive.get()));
        }
        store.put(next).onComplete(put -> {
            if (put.succeeded()) {
                written(put.result().version(), included);
            } else if (put.cause() instanceof VersionConflict && conflicts < MOST_CONFLICTS) {
                reload(conflicts + 1);
            } else {
                failed(put.cause());
            }
        });
    }

    private void written(long newVersion, int included) {
        List<Promise<Void>> done;
        boolean more;
        synchronized (this) {
            version = Math.max(version, newVersion);
            done = new ArrayList<>(waiting.subList(0, included));
            waiting = new ArrayList<>(waiting.subList(included, waiting.size()));
            changes = new ArrayList<>(changes.subList(included, changes.size()));
            more = !changes.isEmpty() && !deleted;
            writing = more;
        }
        done.forEach(Promise::complete);
        if (more) {
            write(0);
        }
    }

    /**
     * Learns what others have written meanwhile; what waits to be written here stays on top of it.
     *
     * @return false when somebody else ended the session
     */
    Future<Boolean> refresh() {
        return store.get(record().storeKey()).map(found -> {
            found.ifPresent(this::adopt);
            return found.isPresent();
        });
    }

    private synchronized void adopt(StoredRecord other) {
        // What was read may be older than what was written since.
        if (other.version() > version && !deleted) {
            merge(other);
        }
    }

    private void reload(int conflicts) {
        store.get(record().storeKey()).onComplete(got -> {
            if (got.failed()) {
                failed(got.cause());
                return;
            }
            if (got.result().isEmpty()) {
                failed(McpError.sessionLost("the session was ended meanwhile; send initialize again"));
                return;
            }
            try {
                StoredRecord theirs = got.result().get();
                int done = merge(theirs);
                if (done < 0) {
                    write(conflicts);
                } else {
                    written(theirs.version(), done);
                }
            } catch (MalformedSessionRecord e) {
                failed(e);
            }
        });
    }

    /** How many changes are so already and need no write; -1 when there is something to write. */
    private synchronized int merge(StoredRecord other) {
        SessionRecord theirs = SessionRecord.fromStored(record.id(), other);
        SessionRecord merged = theirs;
        for (UnaryOperator<SessionRecord> change : changes) {
            merged = change.apply(merged);
        }
        record = merged;
        version = other.version();
        return merged.equals(theirs) ? changes.size() : -1;
    }

    private void failed(Throwable cause) {
        List<Promise<Void>> done;
        synchronized (this) {
            done = waiting;
            waiting = new ArrayList<>();
            changes = new ArrayList<>();
            writing = false;
        }
        done.forEach(promise -> promise.fail(cause));
    }
}
