/**
 * How much of something somebody may do. Counts are of this process alone and are lost with it; nothing here knows messages or
 * policies.
 */
@NullMarked
package dev.mcpgateway.dispatch.limit;

import org.jspecify.annotations.NullMarked;
