package dev.mcpgateway.app.probe;

import dev.mcpgateway.app.cli.Cli;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks the gateway in this container whether it is well: exit code 0 when it is. Where a configuration may name another port, or TLS,
 * and nothing answers at the usual place, {@code gateway health} is asked instead, which reads it and needs four times the CPU.
 */
public final class HealthProbe {
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final String USUAL_PORT = "3000";
    private static final String ANSWER = "HTTP/1.1 ";
    private static final String WELL = ANSWER + "200";

    private HealthProbe() {}

    /** Arguments are those of {@code gateway health}, and leave the quick way out. */
    public static void main(String[] args) {
        endInTime();
        Runtime.getRuntime().halt(args.length == 0 ? quickly() : ask(args));
    }

    /** Engines start the next check whatever became of the last, and checks that wait for a CPU together take all of it. */
    private static void endInTime() {
        Thread watchdog = new Thread(() -> {
            try {
                Thread.sleep(TIMEOUT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(1);
        });
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private static int quickly() {
        String port = System.getenv("PORT");
        boolean configured = System.getenv("GATEWAY_CONFIG") != null || System.getenv("GATEWAY_CONFIG_YAML") != null;
        if (configured && port == null) {
            return ask();
        }
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), Integer.parseInt(port == null ? USUAL_PORT : port)),
                    TIMEOUT_MILLIS);
            socket.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String start = new String(socket.getInputStream().readNBytes(WELL.length()), StandardCharsets.US_ASCII);
            if (start.equals(WELL)) {
                return 0;
            }
            if (start.startsWith(ANSWER)) {
                System.err.println("not well, status " + start.substring(ANSWER.length()));
                return 1;
            }
        } catch (IOException | NumberFormatException e) {
            if (!configured) {
                System.err.println("no answer: " + e.getMessage());
                return 1;
            }
        }
        return ask();
    }

    private static int ask(String... args) {
        String[] health = new String[args.length + 1];
        health[0] = "health";
        System.arraycopy(args, 0, health, 1, args.length);
        return new Cli(System.getenv(), System.out, System.err, config -> {
                    throw new IllegalStateException("this is no command that serves");
                })
                .run(health);
    }
}
