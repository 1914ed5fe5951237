package dev.mcpgateway.audit;

import dev.mcpgateway.identity.Person;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, for the audit log. Texts may hold anything, names that a tool or a client made up included: the line
 * keeps them in one piece. No credential belongs into an event, whole or in part.
 *
 * @param person on whose behalf; null while nobody is known
 * @param client the OAuth client id; null where there is none
 * @param requestId the {@code X-Request-Id} of the HTTP request; null outside any
 * @param details what else is known, in the order in which it is written
 */
public record AuditEvent(
        AuditAction action,
        AuditOutcome outcome,
        @Nullable Person person,
        @Nullable String client,
        @Nullable String requestId,
        List<Detail> details) {

    /**
     * One more member of the line.
     *
     * @param value a {@code String}, or a {@code Long}
     */
    public record Detail(String name, Object value) {}

    public AuditEvent {
        details = List.copyOf(details);
    }

    public static AuditEvent of(AuditAction action, AuditOutcome outcome) {
        return new AuditEvent(action, outcome, null, null, null, List.of());
    }

    /** Returns a copy that names the person. */
    public AuditEvent by(@Nullable Person newPerson) {
        return new AuditEvent(action, outcome, newPerson, client, requestId, details);
    }

    /** Returns a copy that names the client. */
    public AuditEvent client(@Nullable String newClient) {
        return new AuditEvent(action, outcome, person, newClient, requestId, details);
    }

    /** Returns a copy that names the HTTP request. */
    public AuditEvent request(@Nullable String newRequestId) {
        return new AuditEvent(action, outcome, person, client, newRequestId, details);
    }

    /** Returns a copy with one more detail; one without a value adds nothing. */
    public AuditEvent detail(String name, @Nullable String value) {
        return value == null ? this : with(new Detail(name, value));
    }

    /** Returns a copy with one more number, such as a duration whose unit the name says. */
    public AuditEvent detail(String name, long value) {
        return with(new Detail(name, value));
    }

    private AuditEvent with(Detail detail) {
        List<Detail> more = new ArrayList<>(details);
        more.add(detail);
        return new AuditEvent(action, outcome, person, client, requestId, more);
    }
}
