package dev.mcpgateway.store;

import org.h2.mvstore.MVStore;

/**
 * Keeps the file of a store in proportion to what is in it. A commit never overwrites: it writes the pages that changed
 * as a new chunk and leaves the old ones behind as garbage. A chunk's space is free once all its pages are garbage;
 * before that its live pages must be written anew. All of it happens in steps of some milliseconds, on the thread that
 * commits.
 */
final class Compaction {

    /** Live bytes that one step writes anew, at most. */
    private static final int STEP_BYTES = 256 * 1024;

    /** While there is work, garbage may take half as much space again as live pages. */
    private static final int BUSY_FILL_PERCENT = 40;

    private static final int IDLE_FILL_PERCENT = 75;

    /** How long commits may take together before compaction looks whether it has to keep up. */
    private static final long BUSY_INTERVAL_NANOS = 20_000_000;

    private static final int END_COMMITS = 4;

    private final MVStore store;
    private long unmatchedNanos;
    private long stepsLeft;
    private long compactVersion = -1;

    Compaction(MVStore store) {
        this.store = store;
    }

    /** A commit took that long. */
    void committed(long nanos) {
        unmatchedNanos += nanos;
    }

    /** Takes as long as the commits since, in proportion over many of them, while there is too much garbage. */
    void keepUp() {
        if (unmatchedNanos < BUSY_INTERVAL_NANOS) {
            return;
        }
        long end = System.nanoTime() + unmatchedNanos;
        unmatchedNanos = 0;
        while (rewrite(BUSY_FILL_PERCENT) && System.nanoTime() - end < 0) {
            // One step after another.
        }
    }

    /**
     * Begins to make the file small, and returns false when nothing was committed since that was last done. No more
     * steps follow than write each byte of the file twice.
     */
    boolean begin() {
        stepsLeft = 2 + 2 * store.getFileStore().size() / STEP_BYTES;
        return store.getCurrentVersion() != compactVersion;
    }

    /** One step; returns whether there is another. */
    boolean step() {
        if (stepsLeft > 0 && rewrite(IDLE_FILL_PERCENT)) {
            stepsLeft--;
            return true;
        }
        stepsLeft = 0;
        cutEnd();
        compactVersion = store.getCurrentVersion();
        return false;
    }

    private boolean rewrite(int fillPercent) {
        if (!store.compact(fillPercent, STEP_BYTES)) {
            return false;
        }
        commit();
        return true;
    }

    /** To the disk, always: the next commit may take the space of what this one no longer refers to. */
    private void commit() {
        store.commit();
        store.sync();
    }

    /**
     * The file gets shorter when a commit finds room nearer to its beginning, so some that change nothing move what is
     * last. Each leaves its predecessor behind it, hence more than one.
     */
    private void cutEnd() {
        for (int i = 0; i < END_COMMITS; i++) {
            store.setStoreVersion(store.getStoreVersion());
            commit();
        }
    }
}
