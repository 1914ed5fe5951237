/**
 * The audit log: one JSON line for each sign-in, consent, token event and call, written where an auditor collects them and apart
 * from the log of the program. Whoever does something worth a line says so to {@code AuditLog}; nothing is decided here, and no
 * credential may ever be part of an event.
 */
@NullMarked
package dev.mcpgateway.audit;

import org.jspecify.annotations.NullMarked;
