package dev.mcpgateway.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Sign-in with Google. Its endpoints come from its discovery document. */
public record GoogleConfig(
        @Setting(env = "GOOGLE_CLIENT_ID", restart = true, doc = "The client id of the OAuth client at Google.")
        @Nullable
        String clientId,

        @Setting(env = "GOOGLE_CLIENT_SECRET", restart = true, doc = "The client secret of that client.") @Nullable
        Secret clientSecret,

        @Setting(
                env = "GOOGLE_REDIRECT_URI",
                restart = true,
                doc =
                        "The redirect URI registered there: the public address and /oauth/callback, which is the default.")
        @Nullable
        URI redirectUri,

        @Setting(
                value = "https://accounts.google.com",
                restart = true,
                doc = "Whom ID tokens come from, and where /.well-known/openid-configuration is asked.")
        URI issuer,

        @Setting(
                value = "https://accounts.google.com/o/oauth2/v2/auth",
                restart = true,
                doc = "Where people are sent to sign in; known beforehand, so that sending them needs no network.")
        URI authorizationEndpoint) {}
