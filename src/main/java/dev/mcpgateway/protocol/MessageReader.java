package dev.mcpgateway.protocol;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON-RPC envelope in the pass that validates its JSON, and notes on the way where the members of the envelope,
 * of {@code params}, {@code params._meta} and {@code params.ref} are. What is wrong with the message is kept until its end,
 * because the answer needs the id, wherever that stands.
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
            "progressToken");

    /** The objects that are read, by the path that an error names. */
    private enum Part {
        ENVELOPE("the message"),
        PARAMS("params"),
        META("params._meta"),
        REF("params.ref");

        final String label;

        Part(String label) {
            this.label = label;
        }

        /** The part that the member of this name is, or null when its value is only validated. */
        @Nullable
        Part child(byte[] bytes, int start, int end) {
            if (this == ENVELOPE) {
                return JsonStrings.equal(bytes, start, end, "params") ? PARAMS : null;
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
    private @Nullable JsonSlice params;
    private @Nullable JsonSlice meta;
    private @Nullable JsonSlice ref;
    private @Nullable String problem;

    MessageReader(byte[] bytes, JsonScanner scanner) {
        this.bytes = bytes;
        this.scanner = scanner;
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

    /** The first thing that makes this no message, or null. */
    @Nullable
    String problem() {
        return problem;
    }

    private JsonSlice read(Part part) {
        int start = scanner.position();
        MemberIndex members = new MemberIndex(bytes);
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
            members.add(nameStart, nameEnd, valueStart, scanner.position());
            more = scanner.moreMembers();
        }
        String clash = members.clash(GUARDED);
        if (clash != null && problem == null) {
            problem = "more than one member of " + part.label + " reads as " + JsonEdit.quote(abbreviate(clash));
        }
        JsonSlice slice = new JsonSlice(bytes, start, scanner.position(), members);
        switch (part) {
            case ENVELOPE -> {}
            case PARAMS -> params = slice;
            case META -> meta = slice;
            case REF -> ref = slice;
        }
        return slice;
    }

    private static String abbreviate(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "…";
    }
}
