package dev.mcpgateway.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The audit log: who did what, one JSON object a line, apart from the log of the program. */
public record AuditConfig(
        @Setting(
                value = "auto",
                env = "AUDIT_OUTPUT",
                restart = true,
                doc = "Where audit lines go: 'stdout', or 'off'. 'auto' is the file below when there is one, otherwise"
                        + " stdout where people sign in, and nowhere with auth.mode none. Lines on stdout have"
                        + " \"log\":\"audit\".")
        Output output,

        @Setting(
                env = "AUDIT_FILE",
                restart = true,
                doc = "A file to append audit lines to. When it is moved away, the next line begins a new one.")
        @Nullable
        Path file,

        @Setting(
                value = "digest",
                doc = "What of a call's arguments stands in its line: 'digest' is their SHA-256, 'full' all of them,"
                        + " which may be confidential, 'none' nothing.")
        Arguments arguments,

        @Setting(
                value = "8MiB",
                min = "64KiB",
                max = "1GiB",
                restart = true,
                doc = "Lines that wait to be written; when they are more, further ones are dropped and counted in"
                        + " mcp_gateway_audit_dropped_total.")
        long queuedBytes) {

    /** Where lines go. */
    public enum Output {
        AUTO,
        STDOUT,
        OFF
    }

    /** What is written of a call's arguments. */
    public enum Arguments {
        NONE,
        DIGEST,
        FULL
    }

    /** Returns the defaults. */
    public static AuditConfig defaults() {
        return Settings.defaults(AuditConfig.class);
    }
}
