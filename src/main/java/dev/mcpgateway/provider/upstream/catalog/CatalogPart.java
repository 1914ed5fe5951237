package dev.mcpgateway.provider.upstream.catalog;

import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import org.jspecify.annotations.Nullable;

/**
 * Those to whom an upstream shows the same lists, in the same form: the credentials are the upstream's own for everybody, so
 * what differs is what clients can do, their era, and a session whose lists are its own.
 *
 * @param session the key of the client whose session has lists of its own; null for all others
 * @param capabilities the client's capabilities as they came
 */
public record CatalogPart(@Nullable String session, JsonSlice capabilities, Era era) {

    /** The same without a hold on the bytes of the request from which the capabilities are. */
    CatalogPart compact() {
        return new CatalogPart(session, JsonSlice.parse(capabilities.toByteArray(), JsonLimits.DEFAULT), era);
    }
}
