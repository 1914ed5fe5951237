package dev.mcpgateway.oauth.signin.provider;

import org.jspecify.annotations.Nullable;

/** Why a provider did not vouch for somebody. Messages hold no token, code or secret and may be logged. */
public abstract sealed class ProviderFailure extends RuntimeException
        permits GrantRefused, ProviderUnreachable, ProviderMisconfigured, SignInRefused {

    ProviderFailure(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
