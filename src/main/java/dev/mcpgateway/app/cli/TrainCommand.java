package dev.mcpgateway.app.cli;

import dev.mcpgateway.app.logging.Logging;
import dev.mcpgateway.app.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Rehearses a start, for whoever builds an image: the JVM writes the AOT cache when this ends. */
final class TrainCommand implements Command {
    private final Cli cli;

    TrainCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("train");
        spec.usageMessage()
                .hidden(true)
                .description("Starts a gateway on made-up settings, asks it what clients ask, and ends: with"
                        + " -XX:AOTCacheOutput=FILE the JVM writes what a start needs. Reads no configuration and leaves"
                        + " nothing behind.");
        return spec;
    }

    @Override
    public int run(ParseResult arguments) {
        try {
            Path directory = Files.createTempDirectory("mcp-gateway-training");
            Training.run(
                    config -> {
                        Logging.configure(config.logging(), Logging.onTerminal(), cli.out());
                        cli.serve().start(config);
                    },
                    directory);
        } catch (IOException e) {
            throw new IllegalStateException("the training failed: " + e.getMessage(), e);
        }
        LoggerFactory.getLogger(TrainCommand.class).info("Trained");
        return ExitCode.OK;
    }
}
