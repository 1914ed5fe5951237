package dev.mcpgateway.app.signal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Hears signals of the operating system. The JDK offers that only by {@code sun.misc.Signal}, which is exported for good
 * but cannot be named without a compiler warning that nothing turns off; hence the reflection.
 */
public final class ProcessSignal {
    private ProcessSignal() {}

    /**
     * Runs an action at each arrival of a signal, in place of what the JVM would do.
     *
     * @param name without {@code SIG}, such as {@code HUP}
     * @param action runs on a thread of the JVM that delivers no other signal meanwhile
     * @return false when this system has no such signal, or the JVM keeps it for itself
     */
    public static boolean handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    ProcessSignal.class.getClassLoader(), new Class<?>[] {handler}, (_, method, _) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            return true;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException) {
                return false;
            }
            throw new IllegalStateException("cannot hear the signal " + name, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot hear signals: the module jdk.unsupported is missing", e);
        }
    }
}
