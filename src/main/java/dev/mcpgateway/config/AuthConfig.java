package dev.mcpgateway.config;

/** How people prove who they are. */
public record AuthConfig(
        @Setting(value = "none", doc = "How clients sign in. 'none' trusts everyone who can reach the address.")
        Mode mode,

        @Setting(
                value = "false",
                doc = "Allows mode 'none' on an address that other machines reach. Everyone there can then use every"
                        + " upstream.")
        boolean allowNonLoopback) {

    /** The ways to sign in. */
    public enum Mode {
        /** No sign-in: everyone who reaches the listener is the same anonymous person. */
        NONE
    }

    /** Returns the defaults. */
    public static AuthConfig defaults() {
        return Settings.defaults(AuthConfig.class);
    }
}
