package dev.mcpgateway.audit;

/** Takes what happened. Callable from any thread; never blocks and never fails, so that no request depends on it. */
@FunctionalInterface
public interface AuditLog {

    /** Forgets everything: where nobody asked for an audit log. */
    AuditLog NONE = event -> {};

    /** Writes one line, soon. When lines come faster than they can be written, further ones are dropped and counted. */
    void record(AuditEvent event);
}
