package dev.mcpgateway.app.cli;

/** What the process tells whoever started it. */
final class ExitCode {
    /** It is done, and all went well. */
    static final int OK = 0;

    /** Something failed that is no mistake in the configuration. */
    static final int FAILED = 1;

    /** The configuration or the command line is wrong. */
    static final int USAGE = 2;

    private ExitCode() {}
}
