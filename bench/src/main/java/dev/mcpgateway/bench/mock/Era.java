package dev.mcpgateway.bench.mock;

/** Which protocol the mock speaks. */
public enum Era {
    /** 2025-11-25: {@code initialize}, sessions, GET streams. */
    LEGACY,
    /** 2026-07-28: stateless, each request names its version in {@code _meta}. */
    MODERN
}
