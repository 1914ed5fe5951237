package dev.mcpgateway.app.logging;

import dev.mcpgateway.config.LoggingConfig;
import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Sets up logging for the process. */
public final class Logging {
    /** Loggers are collected when nobody holds them, and their level with them. */
    private static final Logger OWN = Logger.getLogger("dev.mcpgateway");

    private static final Logger ROOT = Logger.getLogger("");

    private Logging() {}

    /**
     * Sends all log lines to a stream, in place of wherever they went before.
     *
     * @param terminal whether somebody is watching, which decides about the form when the configuration does not
     */
    public static void configure(LoggingConfig config, boolean terminal, PrintStream out) {
        for (Handler before : ROOT.getHandlers()) {
            ROOT.removeHandler(before);
        }
        ROOT.addHandler(new StreamHandler(out, format(config, terminal)));
        Level level = Levels.of(config.level());
        OWN.setLevel(level);
        // Below INFO libraries write down whole messages, headers included.
        Level quietest = level.intValue() < Level.INFO.intValue() ? Level.INFO : Level.WARNING;
        ROOT.setLevel(level.intValue() > quietest.intValue() ? level : quietest);
    }

    /** Returns whether somebody is watching. */
    @SuppressWarnings("SystemConsoleNull") // Null again since JDK 25, where the console is that of java.base.
    public static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private static Formatter format(LoggingConfig config, boolean terminal) {
        return switch (config.format()) {
            case AUTO -> terminal ? new HumanFormat(ZoneId.systemDefault()) : new JsonFormat();
            case HUMAN -> new HumanFormat(ZoneId.systemDefault());
            case JSON -> new JsonFormat();
        };
    }

    private static final class StreamHandler extends Handler {
        private final PrintStream out;

        StreamHandler(PrintStream out, Formatter formatter) {
            this.out = out;
            setFormatter(formatter);
        }

        @Override
        public void publish(LogRecord record) {
            byte[] line = getFormatter().format(record).getBytes(StandardCharsets.UTF_8);
            out.write(line, 0, line.length);
            out.flush();
        }

        @Override
        public void flush() {
            out.flush();
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
