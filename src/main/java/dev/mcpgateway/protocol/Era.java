package dev.mcpgateway.protocol;

/** The two ways in which a request says who sends it, as the specification's versioning page names them. */
public enum Era {
    /** 2025-11-25 and before: {@code initialize} opens a session. */
    LEGACY,
    /** 2026-07-28 and later: each request carries version and capabilities in {@code _meta}. */
    MODERN
}
