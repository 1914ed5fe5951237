package dev.mcpgateway.provider.upstream.channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process and all that it starts. Where {@code setsid} (util-linux, busybox) can be had, the process leads a group of its
 * own, which keeps children whose parent has gone; its descendants are signalled as well, because a child may leave the group.
 * Either way alone misses some. Methods may block; they are not for event loops.
 */
final class ProcessGroup {
    private static final @Nullable Path SETSID = Stream.of("/usr/bin/setsid", "/bin/setsid")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    private static final @Nullable Posix POSIX = Posix.find();
    private static final Duration MOST_REAPING = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final Process leader;
    private final @Nullable Posix posix;
    /** Remembered, because a process whose parent has ended is nobody's descendant. */
    private final Set<ProcessHandle> descendants = new HashSet<>();

    private ProcessGroup(Process leader, @Nullable Posix posix) {
        this.leader = leader;
        this.posix = posix;
    }

    /** Starts the leader. */
    static ProcessGroup start(ProcessBuilder builder) throws IOException {
        if (SETSID == null || POSIX == null) {
            return new ProcessGroup(builder.start(), null);
        }
        List<String> command = new ArrayList<>();
        command.add(SETSID.toString());
        command.addAll(builder.command());
        return new ProcessGroup(builder.command(command).start(), POSIX);
    }

    Process leader() {
        return leader;
    }

    /** Asks every process to end. */
    synchronized void terminate() {
        signal(Posix.SIGTERM, ProcessHandle::destroy);
    }

    /** Ends every process. */
    synchronized void kill() {
        signal(Posix.SIGKILL, ProcessHandle::destroyForcibly);
    }

    /**
     * Waits, for a bounded time, until the group is gone. Where this is the process that inherits orphans (the first one of a
     * container), they would stay as zombies if nobody waited for them.
     */
    void reap() throws InterruptedException {
        if (posix == null) {
            return;
        }
        long end = System.nanoTime() + MOST_REAPING.toNanos();
        while (posix.groupExists(leader.pid()) && System.nanoTime() < end) {
            posix.reapGroup(leader.pid());
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private void signal(int signal, Predicate<ProcessHandle> each) {
        leader.descendants().forEach(descendants::add);
        if (posix != null) {
            posix.killGroup(leader.pid(), signal);
        } else {
            descendants.add(leader.toHandle());
        }
        descendants.removeIf(process -> !each.test(process));
    }
}
