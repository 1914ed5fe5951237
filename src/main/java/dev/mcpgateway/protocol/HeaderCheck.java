package dev.mcpgateway.protocol;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which era a message on the shared address belongs to, and whether a modern one says the same in its headers as in its body
 * (2026-07-28, Streamable HTTP, section Server Validation). A lookup takes a header name in any case and gives its value;
 * when a request has the header more than once, it must give the values joined by a comma, so that the check fails.
 */
public final class HeaderCheck {

    private static final int LONGEST_ECHO = 64;

    private HeaderCheck() {}

    /**
     * The body decides: a version in {@code _meta} is modern, {@code initialize} without one is legacy. Where the body says
     * nothing, a header that names a modern version makes it modern, so that what is missing is answered in that era's terms.
     * Responses only exist in the legacy era.
     */
    public static Era era(Function<String, @Nullable String> headers, Message message) {
        if (message.kind() == Message.Kind.RESPONSE) {
            return Era.LEGACY;
        }
        JsonSlice claim = claim(message);
        if (message.is(McpMethod.INITIALIZE)) {
            return claim != null && claim.is(JsonType.STRING) && ProtocolVersion.isModern(claim.asString())
                    ? Era.MODERN
                    : Era.LEGACY;
        }
        if (claim != null) {
            return Era.MODERN;
        }
        String version = headers.apply(McpHeaders.PROTOCOL_VERSION);
        return version != null && ProtocolVersion.isModern(McpHeaders.stripWhitespace(version))
                ? Era.MODERN
                : Era.LEGACY;
    }

    /**
     * What is wrong with a modern request or notification, in this order: version missing in {@code _meta} (-32602), version
     * header missing or different (-32020), version not spoken here (-32022), client capabilities missing (-32602),
     * {@code Mcp-Method} or {@code Mcp-Name} missing or different (-32020). Each has HTTP status 400. Notifications need
     * none of them, but what they have must agree.
     *
     * @param supported the versions to offer; only modern ones among them are accepted here
     * @return null when all is well
     */
    public static @Nullable McpError check(
            Function<String, @Nullable String> headers, Message message, List<ProtocolVersion> supported) {
        boolean request = message.kind() == Message.Kind.REQUEST;
        McpError error = checkVersion(headers, message, supported, request);
        if (error == null && request) {
            error = checkCapabilities(message);
        }
        if (error == null) {
            error = checkMethod(headers, message, request);
        }
        return error == null ? checkName(headers, message, request) : error;
    }

    private static @Nullable McpError checkVersion(
            Function<String, @Nullable String> headers,
            Message message,
            List<ProtocolVersion> supported,
            boolean request) {
        JsonSlice claim = claim(message);
        if (claim == null ? request : !claim.is(JsonType.STRING)) {
            return missing(MetaKeys.PROTOCOL_VERSION, "a string");
        }
        if (claim == null) {
            return null;
        }
        String claimed = claim.asString();
        String header = headers.apply(McpHeaders.PROTOCOL_VERSION);
        if (header == null ? request : !McpHeaders.stripWhitespace(header).equals(claimed)) {
            return mismatch(McpHeaders.PROTOCOL_VERSION, header, claimed);
        }
        ProtocolVersion version = ProtocolVersion.of(claimed);
        if (version == null || version.era() != Era.MODERN || !supported.contains(version)) {
            return McpError.unsupportedProtocolVersion(supported, abbreviate(claimed));
        }
        return null;
    }

    private static @Nullable McpError checkCapabilities(Message message) {
        JsonSlice meta = message.meta();
        JsonSlice capabilities = meta == null ? null : meta.get(MetaKeys.CLIENT_CAPABILITIES);
        return capabilities == null || !capabilities.is(JsonType.OBJECT)
                ? missing(MetaKeys.CLIENT_CAPABILITIES, "an object")
                : null;
    }

    private static @Nullable McpError checkMethod(
            Function<String, @Nullable String> headers, Message message, boolean request) {
        String header = headers.apply(McpHeaders.METHOD);
        if (header == null ? request : !message.is(McpHeaders.stripWhitespace(header))) {
            return mismatch(McpHeaders.METHOD, header, message.requireMethod());
        }
        return null;
    }

    private static @Nullable McpError checkName(
            Function<String, @Nullable String> headers, Message message, boolean request) {
        String method = message.requireMethod();
        String member = McpMethod.nameHeaderMember(method);
        String expected = member == null ? null : message.param(member);
        if (expected == null) {
            // Either the method has no such header, or the params are invalid and whoever reads them says so.
            return null;
        }
        String header = headers.apply(McpHeaders.NAME);
        if (header == null) {
            return request && McpMethod.requiresNameHeader(method) ? mismatch(McpHeaders.NAME, null, expected) : null;
        }
        try {
            String decoded = McpHeaders.decode(header);
            return decoded.equals(expected) ? null : mismatch(McpHeaders.NAME, decoded, expected);
        } catch (InvalidHeaderValue e) {
            return McpError.headerMismatch(McpHeaders.NAME + ": " + e.getMessage());
        }
    }

    private static @Nullable JsonSlice claim(Message message) {
        JsonSlice meta = message.meta();
        return meta == null ? null : meta.get(MetaKeys.PROTOCOL_VERSION);
    }

    private static McpError missing(String key, String type) {
        return McpError.invalidParams(
                "Invalid params: params._meta must have \"" + key + "\", " + type + ", in each request of 2026-07-28");
    }

    private static McpError mismatch(String name, @Nullable String header, String body) {
        return McpError.headerMismatch(
                header == null
                        ? "the " + name + " header is missing; the body has '" + abbreviate(body) + "'"
                        : name + " header value '" + abbreviate(header) + "' does not match body value '"
                                + abbreviate(body) + "'");
    }

    private static String abbreviate(String value) {
        return value.length() <= LONGEST_ECHO ? value : value.substring(0, LONGEST_ECHO) + "…";
    }
}
