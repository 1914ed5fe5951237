/**
 * What a list of tools costs a model that reads it, counted with a public tokenizer. Nothing here knows where tools come from or who
 * sees them.
 */
@NullMarked
package dev.mcpgateway.tokens;

import org.jspecify.annotations.NullMarked;
