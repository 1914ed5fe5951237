package dev.mcpgateway.http;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.oauth.PublicUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which {@code Host} and {@code Origin} headers are answered, against DNS rebinding: a page of another site that resolves to
 * this address still sends its own names (2025-11-25 and 2026-07-28, transports, security).
 */
public final class HostPolicy {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]");

    private final Set<String> hosts;
    private final Set<String> origins;
    private final boolean anyOrigin;
    private final boolean loopbackListener;

    private HostPolicy(Set<String> hosts, Set<String> origins, boolean loopbackListener) {
        this.hosts = Set.copyOf(hosts);
        this.anyOrigin = origins.contains("*");
        this.origins = Set.copyOf(origins);
        this.loopbackListener = loopbackListener;
    }

    /** The policy of a configuration. */
    public static HostPolicy of(GatewayConfig config) {
        Set<String> hosts = new HashSet<>(LOOPBACK);
        Set<String> origins = new HashSet<>();
        String listening = config.listenerHost().toLowerCase(Locale.ROOT);
        if (!WILDCARDS.contains(listening)) {
            hosts.add(listening.contains(":") && !listening.startsWith("[") ? "[" + listening + "]" : listening);
        }
        URI publicUrl = PublicUrl.configured(config);
        if (publicUrl != null && publicUrl.getHost() != null) {
            hosts.add(publicUrl.getHost().toLowerCase(Locale.ROOT));
            origins.add(publicUrl.getScheme() + "://" + publicUrl.getAuthority().toLowerCase(Locale.ROOT));
        }
        for (String host : config.listener().allowedHosts()) {
            hosts.add(host.toLowerCase(Locale.ROOT));
        }
        String loadBalancer = config.listener().loadBalancerHost();
        if (loadBalancer != null) {
            hosts.add(loadBalancer.toLowerCase(Locale.ROOT));
        }
        List<String> cors = config.listener().corsOrigins();
        cors.forEach(origin -> origins.add(origin.toLowerCase(Locale.ROOT)));
        return new HostPolicy(hosts, origins, LOOPBACK.contains(listening) || listening.equals("::1"));
    }

    /** Whether requests with this Host header (host, or host and port) are answered; a request without one is not. */
    public boolean allowsHost(@Nullable String hostHeader) {
        return hostHeader != null && hosts.contains(hostName(hostHeader));
    }

    /**
     * Whether requests of a page of this origin are answered: same origin, the public URL's, a configured one, and on a
     * loopback listener any loopback origin. A request without an Origin does not come from a page.
     */
    public boolean allowsOrigin(@Nullable String origin, @Nullable String hostHeader) {
        if (origin == null || anyOrigin) {
            return true;
        }
        String lower = origin.toLowerCase(Locale.ROOT);
        if (origins.contains(lower)) {
            return true;
        }
        try {
            URI uri = new URI(lower);
            String authority = uri.getRawAuthority();
            if (authority == null || uri.getScheme() == null || !uri.getScheme().startsWith("http")) {
                return false;
            }
            return (hostHeader != null
                            && authority.equals(hostHeader.toLowerCase(Locale.ROOT))
                            && allowsHost(hostHeader))
                    || (loopbackListener && LOOPBACK.contains(hostName(authority)));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String hostName(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        int port = lower.lastIndexOf(':');
        return port > lower.lastIndexOf(']') ? lower.substring(0, port) : lower;
    }
}
