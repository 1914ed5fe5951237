package dev.mcpgateway.app.cli;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.crypto.PrivateFile;
import dev.mcpgateway.store.Restore;
import dev.mcpgateway.store.RestoreTarget;
import dev.mcpgateway.store.StoredKeys;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.backup.BackupReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Puts the records of a backup in place of what the store has. */
final class RestoreCommand implements Command {
    private static final String FORCE = "--force";
    /** The kind of the record that each running task of a gateway keeps for some seconds more than it lives. */
    private static final String TASK = "task";

    private final Cli cli;
    private final InputStream in;

    RestoreCommand(Cli cli, InputStream in) {
        this.cli = cli;
        this.in = in;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("restore");
        spec.usageMessage()
                .description(
                        "Puts the records of a backup in place of what the store has. The gateway has to be stopped."
                                + " The whole file is checked before anything is changed. What expired stays away, and so do the"
                                + " records of those whose keys were destroyed, before the backup or, in the same store, since.")
                .footer(
                        "",
                        "A DynamoDB table is read by Scan and written by BatchWriteItem, which the gateway's own role may not:",
                        "use an operator's credentials. Interrupted there, it has to be repeated (--force).",
                        "",
                        "Exit codes: 0 when all is restored; 1 when nothing was changed, or it was interrupted; 2 for a wrong",
                        "configuration or command line.");
        spec.addPositional(BackupCommand.file("The backup; - for standard input, of which a copy is kept in the"
                + " temporary directory meanwhile."));
        spec.addOption(OptionSpec.builder(FORCE)
                .description("Also when the store is not empty: all that it has is lost.")
                .build());
        return ConfigOptions.addTo(spec);
    }

    @Override
    public int run(ParseResult arguments) {
        GatewayConfig config = BackupCommand.configure(cli, arguments);
        try (BackupInput input = BackupInput.from(arguments.matchedPositionalValue(0, ""), in)) {
            restore(input, config, arguments);
            return ExitCode.OK;
        } catch (IOException e) {
            throw new UncheckedIOException(PrivateFile.reason(e), e);
        }
    }

    private void restore(BackupInput input, GatewayConfig config, ParseResult arguments) throws IOException {
        Restore restore = new Restore(Instant.now());
        KeysNeeded keys = new KeysNeeded();
        BackupReader.Checked checked = input.check(record -> {
            restore.planned(record);
            keys.note(record);
        });
        String kind = StoreAccess.name(config);
        Progress progress = new Progress(cli.err(), "restored");
        try (StoreAccess store = new StoreAccess(config, arguments);
                RestoreTarget target = store.target()) {
            Found found = new Found();
            target.present(record -> {
                restore.present(record);
                found.add(record);
            });
            found.require(arguments.hasMatchedOption(FORCE));
            target.begin();
            input.read(record -> {
                restore.write(record, target);
                progress.one();
            });
            restore.finish(target);
        }
        cli.err()
                .println(restore.written() + " records restored, as they were at "
                        + checked.header().madeAt() + "; left out: " + restore.expired() + " that expired, "
                        + restore.shredded() + " whose keys were destroyed.");
        keys.lines(checked.header().store(), config.store()).forEach(cli.err()::println);
        if (keys.hasLocal() && !checked.header().store().equals(kind)) {
            cli.err()
                    .println("It is of a store of kind " + checked.header().store() + " and this one is " + kind
                            + ", which has other keys: what no KMS key protects will not open.");
        }
    }

    /** What is in the store before. */
    private static final class Found {
        private long records;
        private long tasks;
        private boolean unfinished;

        void add(StoredRecord record) {
            if (record.kind().equals(RestoreTarget.UNFINISHED)) {
                unfinished = true;
            } else if (!StoredKeys.isOne(record)) {
                records++;
                if (record.kind().equals(TASK)) {
                    tasks++;
                }
            }
        }

        void require(boolean force) {
            if (tasks > 0) {
                throw new IllegalStateException("tasks of the gateway run with this store (" + tasks
                        + "): stop all of them, and wait until the store takes them for gone (tasks.timeToLive, 15 s). Nothing was"
                        + " changed.");
            }
            if (unfinished && !force) {
                throw new IllegalStateException("a restore into this store was begun and has not ended:"
                        + " repeat it with --force. Nothing was changed.");
            }
            if (records > 0 && !force) {
                throw new IllegalStateException("the store is not empty: it has " + records
                        + " records, which --force replaces by those of the backup. Nothing was changed.");
            }
        }
    }
}
