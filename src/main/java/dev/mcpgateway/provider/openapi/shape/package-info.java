/**
 * What tool an operation becomes: its name, description, schemas and hints, and the plan by which arguments become a request.
 * Nothing here speaks to a service.
 */
@NullMarked
package dev.mcpgateway.provider.openapi.shape;

import org.jspecify.annotations.NullMarked;
