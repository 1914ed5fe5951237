package dev.mcpgateway.app;

import dev.mcpgateway.config.GatewayConfig;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** A gateway in which something fails that nobody handles, on an event loop or on a thread of its own. */
final class UncaughtFailureProcess {
    private UncaughtFailureProcess() {}

    /** @param args the data directory, {@code event-loop} or {@code thread}, and {@code memory} or {@code stack} */
    public static void main(String[] args) {
        AtomicReference<Context> context = new AtomicReference<>();
        GatewayConfig config = RunningGateway.config(Path.of(args[0]));
        new GatewayApplication(config, "1.2.3", banner -> {
                    System.out.println(banner);
                    context.set(Vertx.currentContext());
                })
                .start();
        Runnable failing = args[2].equals("memory")
                ? () -> {
                    throw new OutOfMemoryError("made up");
                }
                : () -> deeper(0);
        if (args[1].equals("event-loop")) {
            context.get().runOnContext(now -> failing.run());
        } else {
            Thread.ofPlatform().start(failing);
        }
        context.get().runOnContext(now -> System.out.println("STILL THERE"));
    }

    private static int deeper(int depth) {
        return deeper(depth + 1) + 1;
    }
}
