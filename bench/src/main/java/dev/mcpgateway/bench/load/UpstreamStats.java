package dev.mcpgateway.bench.load;

import dev.mcpgateway.bench.process.Server;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What reached a mock upstream, as it says itself. */
public record UpstreamStats(JsonObject json) {
    public static UpstreamStats of(Server mock) throws IOException {
        try (var connection = new HttpConnection(mock.port(), Duration.ofSeconds(10))) {
            byte[] request = Requests.stats(mock.port()).getBytes(StandardCharsets.ISO_8859_1);
            return new UpstreamStats(
                    new JsonObject(Buffer.buffer(connection.exchange(request).body())));
        }
    }

    /** Requests of this method since the mock started. */
    public long requests(String method) {
        return json.getJsonObject("requests").getLong(method, 0L);
    }

    public int openStreams() {
        return json.getInteger("openStreams");
    }

    public int openSessions() {
        return json.getInteger("openSessions");
    }
}
