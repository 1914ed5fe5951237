package dev.mcpgateway.dispatch.policy;

/**
 * Whether somebody may use something, and what says so.
 *
 * @param by the key of the configuration that decided; for the audit log and operators, never for the caller
 */
public record Decision(Verdict verdict, String by) {

    /** The three ways to decide. */
    public enum Verdict {
        ALLOWED,
        /** Denied, and the caller may know that it exists. */
        DENIED,
        /** Denied, and for the caller it does not exist. */
        HIDDEN
    }

    static final Decision OPEN = new Decision(Verdict.ALLOWED, "auth.mode: none");
    static final Decision NO_RULE = new Decision(Verdict.HIDDEN, "no rule");

    public boolean isAllowed() {
        return verdict == Verdict.ALLOWED;
    }

    /** Whether lists show it. */
    public boolean isShown() {
        return verdict != Verdict.HIDDEN;
    }
}
