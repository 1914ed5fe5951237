package dev.mcpgateway;

import dev.mcpgateway.app.GatewayApplication;
import dev.mcpgateway.app.cli.Cli;
import dev.mcpgateway.app.cli.Serve;
import dev.mcpgateway.app.cli.Version;
import dev.mcpgateway.app.logging.DrainLogManager;

/** The program's entry point. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.setProperty("java.util.logging.manager", DrainLogManager.class.getName());
        // Configuration records are made by reflection, each once: compiling accessors for that costs more than it
        // saves.
        System.setProperty("jdk.reflect.useNativeAccessorOnly", "true");
        // The allocator's Flight Recorder events cost every start a tenth, and hardly anybody records them.
        System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false");
        Serve serve =
                config -> new GatewayApplication(config, Version.current().toString(), System.err::println).start();
        int code = new Cli(System.getenv(), System.out, System.err, serve).run(args);
        if (code != Cli.RUNNING) {
            System.exit(code);
        }
    }
}
