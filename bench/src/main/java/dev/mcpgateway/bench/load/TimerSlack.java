package dev.mcpgateway.bench.load;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Linux wakes a sleeping thread up to 50 µs late to save power; that would be measured as latency. */
final class TimerSlack {
    private static final int PR_SET_TIMERSLACK = 29;

    @SuppressWarnings("restricted")
    private static final MethodHandle PRCTL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("prctl"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));

    private TimerSlack() {}

    /** Lets the calling thread wake to the microsecond. */
    static void minimize() {
        try {
            int unused = (int) PRCTL.invokeExact(PR_SET_TIMERSLACK, 1L);
        } catch (Throwable e) {
            throw new IllegalStateException("prctl cannot be called", e);
        }
    }
}
