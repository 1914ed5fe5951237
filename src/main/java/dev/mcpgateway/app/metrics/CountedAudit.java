package dev.mcpgateway.app.metrics;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.audit.AuditOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * {@code mcp_gateway_auth_events_total}: sign-ins, tokens, consents and accounts by how they ended, on their way to the audit log.
 * Every series is there from the start. Calls are measured as requests and not counted here.
 */
public final class CountedAudit implements AuditLog {
    private final AuditLog log;
    private final Map<AuditAction, Map<AuditOutcome, Counter>> counters = new EnumMap<>(AuditAction.class);

    /** Counts what this log is told. */
    public CountedAudit(AuditLog log, MeterRegistry registry) {
        this.log = log;
        for (AuditAction action : AuditAction.values()) {
            if (action != AuditAction.CALL) {
                counters.put(action, counters(action, registry));
            }
        }
    }

    private static Map<AuditOutcome, Counter> counters(AuditAction action, MeterRegistry registry) {
        Map<AuditOutcome, Counter> all = new EnumMap<>(AuditOutcome.class);
        for (AuditOutcome outcome : AuditOutcome.values()) {
            all.put(
                    outcome,
                    Counter.builder("mcp.gateway.auth.events")
                            .description("Sign-ins, tokens, consents and connected accounts, by how they ended")
                            .tag("event", action.value())
                            .tag("outcome", outcome.value())
                            .register(registry));
        }
        return all;
    }

    @Override
    public void record(AuditEvent event) {
        Map<AuditOutcome, Counter> outcomes = counters.get(event.action());
        Counter counter = outcomes == null ? null : outcomes.get(event.outcome());
        if (counter != null) {
            counter.increment();
        }
        log.record(event);
    }
}
