package dev.mcpgateway.protocol;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The versions of MCP that the gateway speaks, oldest first, so that they compare by age. */
public enum ProtocolVersion {
    V2024_11_05("2024-11-05", Era.LEGACY),
    V2025_03_26("2025-03-26", Era.LEGACY),
    V2025_06_18("2025-06-18", Era.LEGACY),
    V2025_11_25("2025-11-25", Era.LEGACY),
    V2026_07_28("2026-07-28", Era.MODERN);

    /** What {@code initialize} is answered with when the client asks for something else than a legacy version. */
    public static final ProtocolVersion LATEST_LEGACY = V2025_11_25;

    /** The newest version. */
    public static final ProtocolVersion LATEST = V2026_07_28;

    /** What a legacy request without the version header speaks when no session says otherwise. */
    public static final ProtocolVersion ASSUMED_WITHOUT_HEADER = V2025_03_26;

    /** All versions, newest first. */
    public static final List<ProtocolVersion> SUPPORTED = List.of(values()).reversed();

    /** The versions of {@code initialize}, newest first. */
    public static final List<ProtocolVersion> LEGACY = of(Era.LEGACY);

    /** The versions without a handshake, newest first. */
    public static final List<ProtocolVersion> MODERN = of(Era.MODERN);

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private final String value;
    private final Era era;

    ProtocolVersion(String value, Era era) {
        this.value = value;
        this.era = era;
    }

    /** The version of this name, or null when it is none that is spoken here. */
    public static @Nullable ProtocolVersion of(String value) {
        for (ProtocolVersion version : SUPPORTED) {
            if (version.value.equals(value)) {
                return version;
            }
        }
        return null;
    }

    /** Whether the name is that of a modern version, the ones still to come included. */
    public static boolean isModern(String value) {
        return DATE.matcher(value).matches() && value.compareTo(V2026_07_28.value) >= 0;
    }

    /**
     * What to answer {@code initialize} with: the requested version when it is a legacy one, else the latest legacy one.
     * Never a modern one, which has no {@code initialize}.
     */
    public static ProtocolVersion negotiate(@Nullable String requested) {
        ProtocolVersion version = requested == null ? null : of(requested);
        return version == null || version.era == Era.MODERN ? LATEST_LEGACY : version;
    }

    /** Whether this version opens a session or is stateless. */
    public Era era() {
        return era;
    }

    /** Whether several messages may come in one JSON array. */
    public boolean batches() {
        return this == V2025_03_26;
    }

    /** Whether the transport is Streamable HTTP rather than HTTP+SSE. */
    public boolean streamableHttp() {
        return this != V2024_11_05;
    }

    /** Whether requests name the version in the {@code MCP-Protocol-Version} header. */
    public boolean versionHeader() {
        return compareTo(V2025_06_18) >= 0;
    }

    /** Whether a stream may begin with an event that has an id and empty data, and be polled (SSE polling). */
    public boolean primingEvents() {
        return this == V2025_11_25;
    }

    /** Whether tools may return {@code structuredContent}, and servers may ask for elicitation. */
    public boolean structuredContent() {
        return compareTo(V2025_06_18) >= 0;
    }

    /** The name on the wire, such as {@code 2025-11-25}. */
    @Override
    public String toString() {
        return value;
    }

    private static List<ProtocolVersion> of(Era era) {
        return SUPPORTED.stream().filter(version -> version.era == era).toList();
    }
}
