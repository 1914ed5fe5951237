package dev.mcpgateway.protocol;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON-RPC envelope in the pass that validates its JSON, and notes on the way where the members of the envelope,
 * of {@code params}, {@code params._meta}, {@code params.ref} and {@code result} are. What is wrong with the message is kept
 * until its end, because the answer needs the id, wherever that stands.
 */
final class MessageReader {

    /**
     * Names by which the gateway decides. Some parsers (Go's encoding/json) match names without regard to case, so an
     * upstream could follow a {@code Name} where the gateway authorized the {@code name} beside it; the pair is refused.
     */
    private static final Set<String> GUARDED = Set.of(
            "jsonrpc",
            "id",
            "method",
            "params",
            "result",
            "error",
            "_meta",
            "name",
            "uri",
            "ref",
            "arguments",
            "taskId",
            "type",
            "requestState",
            "inputResponses",
            MetaKeys.PROGRESS_TOKEN,
            MetaKeys.PROTOCOL_VERSION,
            MetaKeys.CLIENT_CAPABILITIES);

    /** The objects that are read, by the path that an error names. */
    private enum Part {
        ENVELOPE("the message"),
        PARAMS("params"),
        META("params._meta"),
        REF("params.ref"),
        /** Payload: indexed for whoever looks for {@code resultType}, and free to have what it likes. */
        RESULT(null);

        final @Nullable String label;

        Part(@Nullable String label) {
            this.label = label;
        }

        /** The part that the member of this name is, or null when its value is only validated. */
        @Nullable
        Part child(byte[] bytes, int start, int end) {
            if (this == ENVELOPE) {
                if (JsonStrings.equal(bytes, start, end, "params")) {
                    return PARAMS;
                }
                return JsonStrings.equal(bytes, start, end, "result") ? RESULT : null;
            }
            if (this != PARAMS) {
                return null;
            }
            if (JsonStrings.equal(bytes, start, end, "_meta")) {
                return META;
            }
            return JsonStrings.equal(bytes, start, end, "ref") ? REF : null;
        }
    }

    private final byte[] bytes;
    private final JsonScanner scanner;
    private final int maxMembers;
    private @Nullable JsonSlice params;
    private @Nullable JsonSlice meta;
    private @Nullable JsonSlice ref;
    private @Nullable JsonSlice result;
    private @Nullable String problem;
    private boolean envelopeProblem;

    MessageReader(byte[] bytes, JsonScanner scanner, JsonLimits limits) {
        this.bytes = bytes;
        this.scanner = scanner;
        this.maxMembers = limits.maxMembers();
    }

    /** Reads the value at the scanner's position, an object or not; null when it is none. */
    @Nullable
    JsonSlice envelope() {
        if (scanner.peek() != '{') {
            scanner.value();
            return null;
        }
        return read(Part.ENVELOPE);
    }

    /** The members of {@code params}, when it is an object. */
    @Nullable
    JsonSlice params() {
        return params;
    }

    /** The members of {@code params._meta}, when it is an object. */
    @Nullable
    JsonSlice meta() {
        return meta;
    }

    /** The members of {@code params.ref}, when it is an object. */
    @Nullable
    JsonSlice ref() {
        return ref;
    }

    /** The members of {@code result}, when it is an object. */
    @Nullable
    JsonSlice result() {
        return result;
    }

    /** The first thing that makes this no message, or null. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Whether there is a problem among the members of the envelope itself, so that its id is in doubt. */
    boolean envelopeProblem() {
        return envelopeProblem;
    }

    private JsonSlice read(Part part) {
        int start = scanner.position();
        MemberIndex members = new MemberIndex(bytes);
        boolean complete = true;
        boolean more = scanner.enterObject();
        while (more) {
            scanner.memberName();
            int nameStart = scanner.nameStart();
            int nameEnd = scanner.nameEnd();
            int valueStart = scanner.position();
            Part child = scanner.peek() == '{' ? part.child(bytes, nameStart, nameEnd) : null;
            if (child == null) {
                scanner.value();
            } else {
                read(child);
            }
            if (members.size() < maxMembers) {
                members.add(nameStart, nameEnd, valueStart, scanner.position());
            } else {
                complete = false;
            }
            more = scanner.moreMembers();
        }
        String found = complete ? clash(part, members) : tooMany(part);
        if (found != null) {
            problem = problem == null ? found : problem;
            envelopeProblem |= part == Part.ENVELOPE;
        }
        JsonSlice slice = new JsonSlice(bytes, start, scanner.position(), complete ? members : null);
        switch (part) {
            case ENVELOPE -> {}
            case PARAMS -> params = slice;
            case META -> meta = slice;
            case REF -> ref = slice;
            case RESULT -> result = slice;
        }
        return slice;
    }

    private @Nullable String tooMany(Part part) {
        return part.label == null ? null : part.label + " has more than " + maxMembers + " members";
    }

    private static @Nullable String clash(Part part, MemberIndex members) {
        String clash = part.label == null ? null : members.clash(GUARDED);
        return clash == null
                ? null
                : "more than one member of " + part.label + " reads as " + JsonEdit.quote(abbreviate(clash));
    }

    private static String abbreviate(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "…";
    }
}
