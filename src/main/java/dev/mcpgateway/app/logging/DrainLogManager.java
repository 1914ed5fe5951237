package dev.mcpgateway.app.logging;

import java.util.logging.LogManager;

/**
 * Keeps the log open until the process has ended. The JDK's own manager closes every handler as soon as the JVM begins to shut
 * down, which would hide the drain: the one time at which each step matters. It is named by the system property
 * {@code java.util.logging.manager}, before anything is logged.
 */
public final class DrainLogManager extends LogManager {

    /** Does nothing: {@link Logging#configure} replaces handlers by itself. */
    @Override
    public void reset() {
        // See the class.
    }
}
