package dev.mcpgateway.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.crypto.DataKey;
import dev.mcpgateway.crypto.KeyUnavailable;
import dev.mcpgateway.crypto.KeyWrapper;
import dev.mcpgateway.crypto.LocalKeyWrapper;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.crypto.UnopenableKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeasuredKeyWrapperTest {
    private static final SortedMap<String, String> CONTEXT = new TreeMap<>();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double failures(String operation, String reason) {
        return registry.get("mcp.gateway.kms.failures")
                .tag("operation", operation)
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void whatIsMadeAndOpenedIsTimed() throws Exception {
        KeyWrapper keys = new MeasuredKeyWrapper(new LocalKeyWrapper(ServerKeys.ephemeral()), registry);

        Buffer wrapped = keys.generate(CONTEXT).await(10, TimeUnit.SECONDS).wrapped();
        keys.unwrap(wrapped, CONTEXT).await(10, TimeUnit.SECONDS);

        assertThat(registry.get("mcp.gateway.kms.operations").timers())
                .hasSize(2)
                .allMatch(timer -> timer.count() == 1);
    }

    @Test
    void aKeyThatDoesNotOpenIsToldFromAServiceThatDoesNotAnswer() {
        KeyWrapper keys = new MeasuredKeyWrapper(new LocalKeyWrapper(ServerKeys.ephemeral()), registry);
        assertThatThrownBy(() ->
                        keys.unwrap(Buffer.buffer("not a wrapped key"), CONTEXT).await(10, TimeUnit.SECONDS))
                .isInstanceOf(UnopenableKey.class);

        KeyWrapper gone = new MeasuredKeyWrapper(new Unreachable(), registry);
        assertThatThrownBy(() -> gone.generate(CONTEXT).await(10, TimeUnit.SECONDS))
                .isInstanceOf(KeyUnavailable.class);

        assertThat(failures("unwrap", "unopenable")).isEqualTo(1);
        assertThat(failures("unwrap", "unavailable")).isZero();
        assertThat(failures("generate", "unavailable")).isEqualTo(1);
    }

    private static final class Unreachable implements KeyWrapper {
        @Override
        public String scheme() {
            return "gone";
        }

        @Override
        public Future<Generated> generate(SortedMap<String, String> context) {
            return Future.failedFuture(new KeyUnavailable("the key service does not answer", null));
        }

        @Override
        public Future<DataKey> unwrap(Buffer wrapped, SortedMap<String, String> context) {
            return Future.failedFuture(new KeyUnavailable("the key service does not answer", null));
        }
    }
}
