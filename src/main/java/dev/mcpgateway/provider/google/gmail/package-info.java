/**
 * The Gmail tools: what they are called and take, what becomes of the service's answers, and mail itself, read and written. What
 * other services could use belongs beside this package.
 */
@NullMarked
package dev.mcpgateway.provider.google.gmail;

import org.jspecify.annotations.NullMarked;
