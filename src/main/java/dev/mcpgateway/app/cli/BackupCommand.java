package dev.mcpgateway.app.cli;

import dev.mcpgateway.app.logging.Logging;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.LoggingConfig;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.load.ConfigLoader;
import dev.mcpgateway.crypto.PrivateFile;
import dev.mcpgateway.store.RecordPages;
import dev.mcpgateway.store.RestoreTarget;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.backup.BackupHeader;
import dev.mcpgateway.store.backup.BackupManifest;
import dev.mcpgateway.store.backup.BackupReader;
import dev.mcpgateway.store.backup.BackupWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Copies all records of the store into a file, sealed as they are. */
final class BackupCommand implements Command {
    private static final String CHECK = "--check";

    private final Cli cli;
    private final InputStream in;

    BackupCommand(Cli cli, InputStream in) {
        this.cli = cli;
        this.in = in;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("backup");
        spec.usageMessage()
                .description(
                        "Copies all records of the store into a file, encrypted as they are, while the gateway runs or"
                                + " not. The keys that open them are not in it; which are needed is said at the end.")
                .footer(
                        "",
                        "A DynamoDB table is read by Scan, which the gateway's own role may not: use an operator's credentials.",
                        "",
                        "Exit codes: 0 when the backup is complete, or with --check whole; 1 when not; 2 for a wrong",
                        "configuration or command line.");
        spec.addPositional(file("Where to write it, with mode 0600; - for standard output."));
        spec.addOption(OptionSpec.builder(CHECK)
                .description("Reads the file instead, says what it has, and whether it is whole.")
                .build());
        return OperatorClient.addTo(spec);
    }

    static PositionalParamSpec file(String description) {
        return PositionalParamSpec.builder()
                .index("0")
                .paramLabel("FILE")
                .type(String.class)
                .required(true)
                .description(description)
                .build();
    }

    /** The configuration, with a log that says no more than what failed, beside what the command says. */
    static GatewayConfig configure(Cli cli, ParseResult arguments) {
        GatewayConfig config = ConfigLoader.load(ConfigOptions.inputs(arguments, cli.environment()))
                .config();
        Logging.configure(
                Settings.with(config.logging(), "level", LoggingConfig.Level.ERROR), Logging.onTerminal(), cli.err());
        return config;
    }

    @Override
    public int run(ParseResult arguments) {
        String name = arguments.matchedPositionalValue(0, "");
        try {
            if (arguments.hasMatchedOption(CHECK)) {
                check(name);
            } else {
                write(name, arguments);
            }
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException(PrivateFile.reason(e), e);
        }
    }

    private void check(String name) throws IOException {
        try (BackupInput input = BackupInput.from(name, in)) {
            BackupReader.Checked checked = input.read(record -> {});
            BackupHeader header = checked.header();
            cli.out()
                    .println(input.name() + " is whole: " + checked.manifest().records()
                            + " records of a store of kind " + header.store() + ", made at " + header.madeAt()
                            + " by gateway " + header.gateway());
            checked.manifest()
                    .kinds()
                    .forEach((kind, counted) -> cli.out().printf("%10d %s%n", counted.records(), kind));
        }
    }

    private void write(String name, ParseResult arguments) throws IOException {
        GatewayConfig config = configure(cli, arguments);
        String kind = StoreAccess.name(config);
        KeysNeeded keys = new KeysNeeded();
        Progress progress = new Progress(cli.err(), "saved");
        BackupManifest manifest;
        try (StoreAccess store = new StoreAccess(config, arguments)) {
            RecordPages pages = store.pages();
            try (BackupOutput out = BackupOutput.to(name, cli.out())) {
                BackupWriter writer = new BackupWriter(
                        out.stream(),
                        new BackupHeader(Instant.now(), kind, Version.current().number()));
                for (RecordPages.Part part : RecordPages.Part.values()) {
                    String after = null;
                    do {
                        RecordPages.Page page = pages.page(part, after).await();
                        for (StoredRecord record : page.records()) {
                            requireFinished(record);
                            keys.note(record);
                            writer.write(record);
                            progress.one();
                        }
                        after = page.next();
                    } while (after != null);
                }
                manifest = writer.finish();
                out.keep();
            }
        }
        cli.err()
                .println(manifest.records() + " records saved"
                        + (name.equals(BackupOutput.STANDARD) ? "" : " in " + name) + ", SHA-256 of the content "
                        + manifest.sha256() + ".");
        keys.lines(kind, config.store()).forEach(cli.err()::println);
    }

    private static void requireFinished(StoredRecord record) {
        if (record.kind().equals(RestoreTarget.UNFINISHED)) {
            throw new IllegalStateException(
                    "a restore into this store was begun and has not ended, so it does not have all: repeat that first");
        }
    }
}
