package dev.mcpgateway.peer;

import dev.mcpgateway.config.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
    private static final String METADATA = "ECS_CONTAINER_METADATA_URI_V4";
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");
    private static final int METADATA_MILLIS = 2_000;

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
        String metadata = environment.get(METADATA);
        if (metadata == null) {
            return Future.succeededFuture(ofInterface());
        }
        return ofContainer(vertx, metadata + "/task").otherwise(failure -> {
            LOG.warn("the container's metadata do not tell its address: {}", failure.getMessage());
            return ofInterface();
        });
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static Future<String> ofContainer(Vertx vertx, String uri) {
        HttpClient http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(METADATA_MILLIS));
        return http.request(new RequestOptions().setAbsoluteURI(uri).setTimeout(METADATA_MILLIS))
                .compose(request -> request.send().compose(HttpClientResponse::body))
                .map(TaskAddress::ofMetadata)
                .eventually(http::close);
    }

    /** The first private IPv4 address of the first container that has one. */
    static String ofMetadata(Buffer task) {
        try {
            for (Object container : array(new JsonObject(task), "Containers")) {
                for (Object network : container instanceof JsonObject one ? array(one, "Networks") : new JsonArray()) {
                    JsonArray addresses =
                            network instanceof JsonObject one ? array(one, "IPv4Addresses") : new JsonArray();
                    if (!addresses.isEmpty() && addresses.getValue(0) instanceof String address) {
                        return address;
                    }
                }
            }
        } catch (DecodeException e) {
            throw new IllegalStateException("they are no JSON");
        }
        throw new IllegalStateException("they have no IPv4 address");
    }

    private static JsonArray array(JsonObject json, String member) {
        return json.getValue(member) instanceof JsonArray array ? array : new JsonArray();
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
