package dev.mcpgateway.app;

import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.audit.AuditWriter;
import dev.mcpgateway.config.AuditConfig;
import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;

/** Opens the audit log where the configuration wants it. */
final class Auditing {
    private Auditing() {}

    static AuditLog open(GatewayConfig config, MeterRegistry registry) {
        AuditConfig audit = config.audit();
        Path file = audit.file();
        boolean signIn = config.auth().mode() != AuthConfig.Mode.NONE;
        AuditLog log = switch (audit.output()) {
            case OFF -> AuditLog.NONE;
            case STDOUT -> AuditWriter.toStream(System.out, audit.queuedBytes());
            case AUTO ->
                file != null
                        ? AuditWriter.toFile(file, audit.queuedBytes())
                        : signIn ? AuditWriter.toStream(System.out, audit.queuedBytes()) : AuditLog.NONE;
        };
        if (log instanceof AuditWriter writer) {
            FunctionCounter.builder("mcp.gateway.audit.dropped", writer, AuditWriter::dropped)
                    .description("Audit lines that were lost")
                    .register(registry);
        }
        return log;
    }

    static void close(AuditLog log) {
        if (log instanceof AuditWriter writer) {
            writer.close();
        }
    }
}
