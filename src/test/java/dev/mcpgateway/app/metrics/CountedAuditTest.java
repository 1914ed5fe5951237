package dev.mcpgateway.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.audit.AuditOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountedAuditTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<AuditEvent> log = new ArrayList<>();
    private final CountedAudit audit = new CountedAudit(log::add, registry);

    private double count(String event, String outcome) {
        return registry.get("mcp.gateway.auth.events")
                .tag("event", event)
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void anEventIsCountedByHowItEndedAndReachesTheLog() {
        AuditEvent denied = AuditEvent.of(AuditAction.SIGN_IN, AuditOutcome.DENIED);

        audit.record(denied);

        assertThat(log).containsExactly(denied);
        assertThat(count("sign-in", "denied")).isEqualTo(1);
        assertThat(count("sign-in", "success")).as("known before it happens").isZero();
    }

    @Test
    void aCallReachesTheLogAndIsCountedAsARequestAlone() {
        audit.record(AuditEvent.of(AuditAction.CALL, AuditOutcome.SUCCESS));

        assertThat(log).hasSize(1);
        assertThat(registry.find("mcp.gateway.auth.events").tag("event", "call").counters())
                .isEmpty();
    }
}
