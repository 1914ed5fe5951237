/**
 * A rehearsal of the gateway: it is started on made-up settings, asked what clients ask, and ended, so that the JVM can write down
 * what a start and the first calls need (the AOT cache of the container image). Nothing of it runs while the gateway serves.
 */
@NullMarked
package dev.mcpgateway.app.training;

import org.jspecify.annotations.NullMarked;
