package dev.mcpgateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The task metadata endpoint of Amazon ECS, version 4, on loopback, for a task on Fargate. */
public final class EcsMetadata implements AutoCloseable {
    public static final String ARN = "arn:aws:ecs:eu-central-1:123456789012:task/gateway/0123456789abcdef";
    public final AtomicInteger asked = new AtomicInteger();
    public volatile String desiredStatus = "RUNNING";
    public volatile int httpStatus = 200;
    public volatile String address = "127.0.0.1";
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    private EcsMetadata() throws TimeoutException {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.incrementAndGet();
                    boolean task = request.path().equals("/v4/0123456789abcdef-1/task");
                    request.response().setStatusCode(task ? httpStatus : 404).end(task ? document() : "");
                })
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
    }

    public static EcsMetadata start() throws TimeoutException {
        return new EcsMetadata();
    }

    /** What ECS puts into the container's environment. */
    public Map<String, String> environment() {
        return Map.of(
                "ECS_CONTAINER_METADATA_URI_V4", "http://127.0.0.1:" + server.actualPort() + "/v4/0123456789abcdef-1");
    }

    private String document() {
        return """
                {"Cluster":"arn:aws:ecs:eu-central-1:123456789012:cluster/gateway","TaskARN":"%s","Family":"gateway","Revision":"7",
                 "DesiredStatus":"%s","KnownStatus":"RUNNING","Limits":{"CPU":0.5,"Memory":1024},
                 "AvailabilityZone":"eu-central-1a","LaunchType":"FARGATE","Containers":[{"DockerId":"0123456789abcdef-1","Name":"gateway",
                 "DesiredStatus":"RUNNING","KnownStatus":"RUNNING","Type":"NORMAL","Networks":[{"NetworkMode":"awsvpc",
                 "IPv4Addresses":["%s"],"AttachmentIndex":0,"MACAddress":"0e:9e:32:c7:48:85","PrivateDNSName":"ip-10-0-1-17"}]}]}
                """.formatted(ARN, desiredStatus, address);
    }

    @Override
    public void close() {
        try {
            vertx.close().await(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the endpoint does not close", e);
        }
    }
}
