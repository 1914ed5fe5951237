package dev.mcpgateway.app.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * One thing that can be asked of the program. Commands describe themselves with calls rather than annotations: reading
 * those takes longer than everything else that the command line does at start.
 */
interface Command {
    /** Returns the name, the options and the help. */
    CommandSpec spec();

    /** Does it and returns the exit code, or {@link Cli#RUNNING}. */
    int run(ParseResult arguments);
}
