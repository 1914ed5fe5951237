package dev.mcpgateway.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.testing.HttpWire;
import dev.mcpgateway.testing.RunningGateway;
import dev.mcpgateway.testing.ScriptedProvider;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that read slowly, and a gateway that stops. */
class DrainAndPressureTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}}";
    private static final PushedEvent LARGE = PushedEvent.of(
            "docs",
            Message.parse(
                    Buffer.buffer("{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":{\"x\":\"" + "x".repeat(32 << 10)
                            + "\"}}"),
                    JsonLimits.DEFAULT));

    private final ScriptedProvider docs = new ScriptedProvider("docs");
    private final RunningGateway gateway = RunningGateway.over(docs);
    private final Promise<Reply> later = Promise.promise();
    private final AtomicReference<Context> loop = new AtomicReference<>();
    private final AtomicReference<Call> asked = new AtomicReference<>();

    @AfterEach
    void close() {
        gateway.close();
    }

    private HttpWire call() {
        docs.answer = call -> {
            loop.set(Vertx.currentContext());
            asked.set(call);
            return later.future();
        };
        HttpWire wire = gateway.post("/mcp", CALL, "Mcp-Session-Id: " + gateway.initialize("2025-11-25"));
        await().until(() -> asked.get() != null);
        return wire;
    }

    private Reply done() {
        return Reply.result(Messages.resultMessage(asked.get().message().requireId(), "{\"done\":true}"));
    }

    @Test
    void aClientThatReadsSlowlyPausesTheSourceUntilItReads() {
        HttpWire wire = call();
        AtomicInteger sent = new AtomicInteger();
        int all = 400;
        Runnable source = new Runnable() {
            @Override
            public void run() {
                while (sent.get() < all && !asked.get().push().writeQueueFull()) {
                    sent.incrementAndGet();
                    asked.get().push().send(LARGE);
                }
                if (sent.get() < all) {
                    asked.get().push().onDrain(this);
                } else {
                    later.tryComplete(done());
                }
            }
        };
        wire.head();
        loop.get().runOnContext(now -> source.run());

        await().until(() -> asked.get().push().writeQueueFull());
        assertThat(sent.get())
                .as("12 MiB do not fit into the queue and the sockets")
                .isLessThan(all);
        for (int i = 0; i < all; i++) {
            assertThat(wire.data()).hasSizeGreaterThan(32 << 10);
        }
        assertThat(wire.data()).contains("\"done\":true");
    }

    @Test
    void aSourceThatCannotBePausedLosesAClientThatDoesNotRead() {
        HttpWire wire = call();
        wire.head();
        loop.get().runOnContext(now -> {
            for (int i = 0; i < 600; i++) {
                asked.get().push().send(LARGE);
            }
        });

        await().until(() -> gateway.outcomes.contains("streamable-http tools/call docs abandoned"));
        await().until(() -> gateway.shared.openStreams() == 0);
        assertThat(asked.get().push().writeQueueFull()).isFalse();
    }

    @Test
    void theDrainWaitsForWhatEndsInTime() {
        HttpWire wire = call();
        gateway.vertx.setTimer(50, now -> later.complete(done()));

        assertThat(gateway.drain(3_000)).isZero();
        assertThat(wire.answer().body()).contains("\"done\":true");
    }

    @Test
    void theDrainSaysThatNobodyKnowsOfWhatDoesNotEnd() {
        HttpWire wire = call();

        assertThat(gateway.drain(50)).isEqualTo(1);
        HttpWire.Answer answer = wire.answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"id\":7").contains("-31001");
        assertThat(gateway.outcomes).contains("streamable-http tools/call docs gateway_error");
    }

    @Test
    void standingAndResumedStreamsAreToldToComeBack() {
        String session = gateway.initialize("2025-11-25");
        HttpWire standing = gateway.stream(session);
        HttpWire resumed = gateway.stream(session, "Last-Event-ID: docs/1");
        gateway.endStreams();

        assertThat(standing.event()).isEqualTo("retry: 700");
        assertThat(standing.event()).isNull();
        assertThat(resumed.event()).isEqualTo("retry: 700");
        assertThat(resumed.event()).isNull();
    }
}
