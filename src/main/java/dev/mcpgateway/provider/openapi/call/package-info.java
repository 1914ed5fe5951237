/**
 * One call of a service: the request that arguments make, when it is sent again, and the result or failure that its answer is.
 * Whatever an argument holds, it stays inside the place that the document gives it.
 */
@NullMarked
package dev.mcpgateway.provider.openapi.call;

import org.jspecify.annotations.NullMarked;
