package dev.mcpgateway.oauth.signin.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person is sent to a provider with (OpenID Connect Core 1.0, section 3.1.2.1; RFC 7636).
 *
 * @param challenge S256 of the verifier
 * @param askAgain whether the provider has to ask for consent though it once did, since only then it gives a refresh token
 * @param loginHint the address of a person who is known already; null otherwise
 * @param moreScopes what is asked for beside the provider's usual scopes; empty for nothing
 * @param domains the organizations whose people may come in; a single one is passed on as a hint
 */
public record AuthorizationRequest(
        String redirectUri,
        String state,
        String nonce,
        String challenge,
        boolean askAgain,
        @Nullable String loginHint,
        List<String> moreScopes,
        List<String> domains) {

    public AuthorizationRequest {
        moreScopes = List.copyOf(moreScopes);
        domains = List.copyOf(domains);
    }
}
