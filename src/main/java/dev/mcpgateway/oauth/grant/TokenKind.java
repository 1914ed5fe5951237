package dev.mcpgateway.oauth.grant;

/** The kinds of tokens; each is known by how it begins, to people and to those who search for leaked secrets. */
public enum TokenKind {
    ACCESS("mcpgw_at_"),
    REFRESH("mcpgw_rt_"),
    PERSONAL("mcpgw_pat_");

    private final String prefix;

    TokenKind(String prefix) {
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }
}
