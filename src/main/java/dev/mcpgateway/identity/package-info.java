/**
 * Who makes a request, as values: the person, the client that acts for them, and what it may do. Filled in by {@code oauth},
 * read by everything that decides for somebody. No credential and no decision lives here.
 */
@NullMarked
package dev.mcpgateway.identity;

import org.jspecify.annotations.NullMarked;
