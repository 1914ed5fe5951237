/**
 * How a configuration comes about: files are read into trees that remember their places, the environment and the flags are
 * laid over them, everything is bound to the records of {@code config} and checked as a whole; later changes are noticed
 * and handed on. What the settings are, and what they mean, belongs to {@code config}; acting on them to the rest.
 */
@NullMarked
package dev.mcpgateway.config.load;

import org.jspecify.annotations.NullMarked;
