package dev.mcpgateway.provider.upstream.catalog;

import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import org.jspecify.annotations.Nullable;

/**
 * Those to whom an upstream shows the same lists, in the same form: what differs is what clients can do, their era, a session
 * whose lists are its own, and the person, where the upstream is told who that is.
 *
 * @param person {@code Person.id}; null where everybody has the same credentials
 * @param session the key of the client whose session has lists of its own; null for all others
 * @param capabilities the client's capabilities as they came
 */
public record CatalogPart(@Nullable String person, @Nullable String session, JsonSlice capabilities, Era era) {

    /** The same without a hold on the bytes of the request from which the capabilities are. */
    CatalogPart compact() {
        return new CatalogPart(person, session, JsonSlice.parse(capabilities.toByteArray(), JsonLimits.DEFAULT), era);
    }
}
