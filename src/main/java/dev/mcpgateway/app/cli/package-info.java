/**
 * The command line: what can be asked of the program, what it prints and the code that it exits with. Commands read their
 * arguments and call what lives elsewhere; nothing here serves a request.
 */
@NullMarked
package dev.mcpgateway.app.cli;

import org.jspecify.annotations.NullMarked;
