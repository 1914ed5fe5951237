/**
 * What every exchange with an upstream needs, whatever its era: the limit on calls and the circuit breaker, failures as errors
 * for people, the allow-list of headers, and the ids under which a client sees an upstream's requests and events. Sessions,
 * catalogs and the translation between eras live elsewhere.
 */
@NullMarked
package dev.mcpgateway.provider.upstream.exchange;

import org.jspecify.annotations.NullMarked;
