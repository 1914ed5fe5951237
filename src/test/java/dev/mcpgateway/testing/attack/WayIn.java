package dev.mcpgateway.testing.attack;

/** The ways in that must fail. {@code make attacks} prints each with its outcome; one without a test is printed as such. */
public enum WayIn {
    SESSION_OF_ANOTHER("another person's session id"),
    TOKEN_OF_ANOTHER_AUDIENCE("a token of another audience"),
    CODE_OF_ANOTHER("a code with the wrong verifier, client or redirect URI"),
    REPLAY("a replayed code or state"),
    LOOK_ALIKE_REDIRECT("a redirect URI that only looks right"),
    FORWARDED_HOST("X-Forwarded-Host spoofing"),
    DNS_REBINDING("Origin and Host of another site (DNS rebinding)"),
    CLIENT_METADATA_INWARDS("client metadata at loopback, link-local or the metadata address, or redirecting there"),
    DOMAIN_CLAIM("an hd claim that is absent or different"),
    CONSENT_FORGED("consent skipped or forged"),
    COOKIES_ACROSS_SITES("cookies across sites"),
    SOCKET_ACROSS_SITES("a WebSocket opened by a page of another site"),
    ACCOUNT_OF_ANOTHER_DOMAIN("an account of another domain"),
    MONSTROUS_JSON("oversized and deeply nested JSON"),
    HEADER_INJECTION("header injection by names from a tool"),
    SECRET_SHOWN("secrets in a log line, an error body, a metric, a trace or the store"),
    TWO_NAMES("duplicate or escaped keys that name one tool to the policy and another to the upstream"),
    LINK_OF_ANOTHER("a link that connects an account, opened by another person"),
    UPSTREAM_METADATA_INWARDS("an upstream's metadata that points inwards"),
    SERVER_MIX_UP("authorization-server mix-up (iss)"),
    UPSTREAM_TOKEN_ELSEWHERE("an upstream token sent to another upstream or over a redirect"),
    CLIENT_HEADERS_UPSTREAM("a client's Cookie, Authorization or X-User-ID reaching an upstream"),
    LEAVER("a leaver's refresh token"),
    FORGED_TASK("a forged task-to-task request"),
    CREDENTIALS_OF_ANOTHER("another person's temporary credentials of AWS"),
    SESSION_NAME_INJECTION("a name that becomes part of somebody else's role or session at AWS"),
    UPSTREAM_WITHOUT_RULE("a tool that no rule allows"),
    SCOPE_EXCEEDED("a call beyond the token's scopes");

    private final String words;

    WayIn(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
