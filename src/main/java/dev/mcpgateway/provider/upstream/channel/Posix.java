package dev.mcpgateway.provider.upstream.channel;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The two calls of the C library that process groups need and Java does not have. */
final class Posix {
    static final int SIGTERM = 15;
    static final int SIGKILL = 9;

    private static final int WNOHANG = 1;

    private final MethodHandle kill;
    private final MethodHandle waitpid;

    private Posix(MethodHandle kill, MethodHandle waitpid) {
        this.kill = kill;
        this.waitpid = waitpid;
    }

    /** The calls of this system; null where there are none. */
    @SuppressWarnings("restricted") // Native access is what this is; the jar's manifest enables it.
    static @Nullable Posix find() {
        try {
            Linker linker = Linker.nativeLinker();
            SymbolLookup library = linker.defaultLookup();
            return new Posix(
                    linker.downcallHandle(
                            library.findOrThrow("kill"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)),
                    linker.downcallHandle(
                            library.findOrThrow("waitpid"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT)));
        } catch (UnsupportedOperationException | NoSuchElementException | IllegalCallerException _) {
            return null;
        }
    }

    /** Signals every process of a group; false when it has none. */
    boolean killGroup(long group, int signal) {
        return call(() -> (int) kill.invokeExact((int) -group, signal)) == 0;
    }

    /** Whether a group has any process, be it one that has ended and that nobody waited for. */
    boolean groupExists(long group) {
        return killGroup(group, 0);
    }

    /** Waits for those of a group that have ended and are children of this process, without blocking. */
    void reapGroup(long group) {
        while (call(() -> (int) waitpid.invokeExact((int) -group, MemorySegment.NULL, WNOHANG)) > 0) {
            // One more was a child of this process.
        }
    }

    private interface NativeCall {
        int run() throws Throwable;
    }

    private static int call(NativeCall call) {
        try {
            return call.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
