package dev.mcpgateway.aws;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Made by who needs it first; made again as long as that fails. */
final class OnFirstUse<T> {
    private final Supplier<T> make;
    private final Consumer<T> close;
    private @Nullable T made;
    private boolean closed;

    OnFirstUse(Supplier<T> make, Consumer<T> close) {
        this.make = make;
        this.close = close;
    }

    synchronized T get() {
        if (closed) {
            throw new IllegalStateException("the AWS clients are closed");
        }
        T present = made;
        if (present == null) {
            present = make.get();
            made = present;
        }
        return present;
    }

    synchronized void close() {
        if (!closed && made != null) {
            close.accept(made);
        }
        closed = true;
    }
}
