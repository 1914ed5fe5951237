package dev.mcpgateway.peer;

import dev.mcpgateway.config.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private address at which other tasks reach this one: the configured one, else the one that is listened on, else, when
 * that is every address, what the container's metadata says (Amazon ECS task metadata, version 4) or a network interface has.
 */
public final class TaskAddress {
    private static final Logger LOG = LoggerFactory.getLogger(TaskAddress.class);
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");

    private TaskAddress() {}

    /**
     * Finds the address.
     *
     * @param environment of the process
     */
    public static Future<String> find(Vertx vertx, GatewayConfig config, Map<String, String> environment) {
        String configured = config.tasks().address();
        if (configured != null) {
            return Future.succeededFuture(bare(configured));
        }
        String listening = config.listenerHost();
        if (!EVERY_ADDRESS.contains(listening)) {
            return Future.succeededFuture(bare(listening));
        }
        String metadata = TaskMetadata.uri(environment);
        if (metadata == null) {
            return Future.succeededFuture(ofInterface());
        }
        return TaskMetadata.read(vertx, metadata).map(TaskAddress::told).otherwise(failure -> {
            LOG.warn("the container's metadata do not tell its address: {}", failure.getMessage());
            return ofInterface();
        });
    }

    private static String told(TaskMetadata metadata) {
        String address = metadata.address();
        if (address == null) {
            throw new IllegalStateException("they have no IPv4 address");
        }
        return address;
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Loopback when there is no other, where only tasks on the same machine are found. */
    private static String ofInterface() {
        @Nullable String other = null;
        try {
            for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (!one.isUp() || one.isLoopback()) {
                    continue;
                }
                for (InetAddress address : Collections.list(one.getInetAddresses())) {
                    if (address instanceof Inet4Address && address.isSiteLocalAddress()) {
                        return address.getHostAddress();
                    }
                    if (address instanceof Inet4Address && !address.isLinkLocalAddress() && other == null) {
                        other = address.getHostAddress();
                    }
                }
            }
        } catch (SocketException e) {
            LOG.warn("the network interfaces cannot be read: {}", e.getMessage());
        }
        return other == null ? "127.0.0.1" : other;
    }
}
