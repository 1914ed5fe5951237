package dev.mcpgateway.oauth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the consent page shows. Everything that a client says of itself is hostile text until it is escaped.
 *
 * @param clientName as the client calls itself
 * @param clientHost the host that stands behind the client: of its metadata document, or of its redirect URI
 * @param redirectUri where the person is sent back to, in full
 * @param scopes what the client will be able to do
 * @param request the hidden field {@code request}
 * @param csrf the hidden field {@code csrf}
 * @param unverified whether the client made itself known without anybody vouching for its name
 * @param person who is signed in, as {@link dev.mcpgateway.identity.Person#label} shows them; null when nobody is yet
 */
public record ConsentView(
        String clientName,
        String clientHost,
        String redirectUri,
        List<GrantedScope> scopes,
        String request,
        String csrf,
        boolean unverified,
        @Nullable String person) {

    public ConsentView {
        scopes = List.copyOf(scopes);
    }

    /**
     * A scope and what it means.
     *
     * @param scope its value, such as {@code tools:read}
     * @param words what it allows, in plain words
     */
    public record GrantedScope(String scope, String words) {}
}
