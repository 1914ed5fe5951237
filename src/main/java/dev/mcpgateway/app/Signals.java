package dev.mcpgateway.app;

import dev.mcpgateway.app.management.Lifecycle;
import dev.mcpgateway.app.signal.ProcessSignal;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT: the first begins the drain, which ends in exit code 0; the second ends the process at once. Without a
 * handler of its own the JVM exits with 143 after the drain, which a process manager takes for a failure.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final int AT_ONCE = 1;

    private Signals() {}

    static void install(Lifecycle lifecycle) {
        AtomicBoolean received = new AtomicBoolean();
        ProcessSignal.handle("TERM", () -> received("TERM", received, lifecycle));
        ProcessSignal.handle("INT", () -> received("INT", received, lifecycle));
    }

    private static void received(String name, AtomicBoolean before, Lifecycle lifecycle) {
        if (before.compareAndSet(false, true)) {
            lifecycle.drain();
            LOG.info("SIG{}: draining; a second one ends the process at once", name);
            // A handler that exits by itself would hold back the next signal until the drain is over.
            Thread.ofPlatform().name("shutdown").start(() -> System.exit(0));
        } else {
            LOG.warn("SIG{} again: ending at once", name);
            Runtime.getRuntime().halt(AT_ONCE);
        }
    }
}
