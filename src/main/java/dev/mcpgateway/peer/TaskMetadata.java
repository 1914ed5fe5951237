package dev.mcpgateway.peer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpResponseExpectation;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the container's metadata say of a task on Amazon ECS (task metadata endpoint, version 4).
 *
 * @param arn of the task
 * @param zone where it runs
 * @param desiredStatus what ECS wants of it, {@code RUNNING} or {@code STOPPED}
 * @param address the first private IPv4 address of the first container that has one
 */
public record TaskMetadata(
        @Nullable String arn,
        @Nullable String zone,
        @Nullable String desiredStatus,
        @Nullable String address) {
    private static final String VARIABLE = "ECS_CONTAINER_METADATA_URI_V4";
    private static final String STOPPED = "STOPPED";
    private static final int MILLIS = 2_000;

    /** Where they are, for {@link #read}; null outside of ECS. */
    public static @Nullable String uri(Map<String, String> environment) {
        String base = environment.getOrDefault(VARIABLE, "");
        return base.isEmpty() ? null : base + "/task";
    }

    /** Reads them, in two seconds at most. Fails with what is wrong in words. */
    public static Future<TaskMetadata> read(Vertx vertx, String uri) {
        HttpClient http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(MILLIS));
        return Future.succeededFuture()
                .compose(now ->
                        http.request(new RequestOptions().setAbsoluteURI(uri).setTimeout(MILLIS)))
                .compose(request ->
                        request.send().expecting(HttpResponseExpectation.SC_OK).compose(HttpClientResponse::body))
                .map(TaskMetadata::of)
                .eventually(http::close);
    }

    /** Whether ECS has decided that the task ends. */
    public boolean isStopping() {
        return STOPPED.equals(desiredStatus);
    }

    static TaskMetadata of(Buffer task) {
        JsonObject json;
        try {
            json = new JsonObject(task);
        } catch (DecodeException e) {
            throw new IllegalStateException("they are no JSON", e);
        }
        return new TaskMetadata(
                text(json, "TaskARN"), text(json, "AvailabilityZone"), text(json, "DesiredStatus"), address(json));
    }

    private static @Nullable String address(JsonObject task) {
        for (Object container : array(task, "Containers")) {
            for (Object network : container instanceof JsonObject one ? array(one, "Networks") : new JsonArray()) {
                JsonArray addresses = network instanceof JsonObject one ? array(one, "IPv4Addresses") : new JsonArray();
                if (!addresses.isEmpty() && addresses.getValue(0) instanceof String address) {
                    return address;
                }
            }
        }
        return null;
    }

    private static @Nullable String text(JsonObject json, String member) {
        return json.getValue(member) instanceof String text ? text : null;
    }

    private static JsonArray array(JsonObject json, String member) {
        return json.getValue(member) instanceof JsonArray array ? array : new JsonArray();
    }
}
