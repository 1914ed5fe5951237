/**
 * The reference task service: a small REST service with an OpenAPI document, as any team could have one. It knows nothing of the
 * gateway; the gateway reaches it as it reaches others.
 */
@NullMarked
package dev.mcpgateway.example.tasks;

import org.jspecify.annotations.NullMarked;
