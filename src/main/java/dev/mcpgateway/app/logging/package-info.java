/**
 * How log lines come about: SLF4J on top of {@code java.util.logging}, with fields beside the message, in a form for people
 * or for machines. What is logged is decided where it happens; secrets are kept out there, by not being logged.
 */
@NullMarked
package dev.mcpgateway.app.logging;

import org.jspecify.annotations.NullMarked;
