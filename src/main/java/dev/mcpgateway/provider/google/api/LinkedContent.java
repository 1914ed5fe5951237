package dev.mcpgateway.provider.google.api;

import dev.mcpgateway.provider.tool.ToolFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Addresses of contents in Google's answers. They are asked by the gateway, from inside its network: an answer that leads
 * elsewhere is not followed.
 */
final class LinkedContent {
    /** One label, so that no machine of a customer of Google's cloud is meant, which have names below as well. */
    private static final Pattern GOOGLE = Pattern.compile("[a-z0-9-]+\\.googleusercontent\\.com");

    private LinkedContent() {}

    /**
     * The address when it may be asked: by https at Google's servers for contents, or where the service itself is.
     *
     * @param base where the service is
     * @throws ToolFailure otherwise
     */
    static URI check(String address, GoogleService service, URI base) {
        try {
            URI uri = new URI(address);
            if (uri.getHost() != null && uri.getRawUserInfo() == null && (isOf(base, uri) || isGoogles(uri))) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // Then nobody can ask it.
        }
        throw new ToolFailure(
                service.errorCode(),
                service.label() + " linked to an address that is not Google's; it was not asked.",
                null);
    }

    private static boolean isOf(URI base, URI uri) {
        return base.getScheme().equalsIgnoreCase(uri.getScheme())
                && base.getHost().equalsIgnoreCase(uri.getHost())
                && base.getPort() == uri.getPort();
    }

    private static boolean isGoogles(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme())
                && uri.getPort() == -1
                && GOOGLE.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches();
    }
}
