package dev.mcpgateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Members removed from one object and added to it, or elements added to one array. They are turned into splices together,
 * since where a comma belongs depends on all of them.
 */
final class ContainerEdit {

    private static final byte[] NOTHING = {};

    private final JsonSlice container;
    private final Set<String> removed = new HashSet<>(4);
    private final Map<String, byte[]> members = new LinkedHashMap<>(4);
    private final List<byte[]> elements = new ArrayList<>(2);

    ContainerEdit(JsonSlice container) {
        this.container = container;
    }

    void insert(String member, byte[] rawJson) {
        members.put(member, rawJson);
    }

    void remove(String member) {
        removed.add(member);
    }

    void insertElement(byte[] rawJson) {
        elements.add(rawJson);
    }

    void splice(List<JsonSplice> splices) {
        if (container.is(JsonType.OBJECT)) {
            spliceObject(splices);
        } else {
            List<JsonSlice> present = container.elements();
            int at = present.isEmpty()
                    ? container.start() + 1
                    : present.getLast().end();
            splices.add(new JsonSplice(at, at, added(!present.isEmpty())));
        }
    }

    private void spliceObject(List<JsonSplice> splices) {
        MemberIndex index = container.index();
        int size = index.size();
        int kept = lastKept(index);
        for (int i = 0; i < kept; i++) {
            if (removed.contains(index.name(i))) {
                // With the comma that follows it.
                splices.add(new JsonSplice(index.nameStart(i) - 1, index.nameStart(i + 1) - 1, NOTHING));
            }
        }
        int end = size == 0 ? container.start() + 1 : index.valueEnd(size - 1);
        if (kept < size - 1) {
            // All behind the last one kept, with the comma before them.
            splices.add(new JsonSplice(kept < 0 ? index.nameStart(0) - 1 : index.valueEnd(kept), end, NOTHING));
        }
        if (!members.isEmpty()) {
            splices.add(new JsonSplice(end, end, added(kept >= 0)));
        }
    }

    private int lastKept(MemberIndex index) {
        int kept = index.size() - 1;
        while (kept >= 0 && !removed.isEmpty() && removed.contains(index.name(kept))) {
            kept--;
        }
        return kept;
    }

    private byte[] added(boolean afterOthers) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        boolean comma = afterOthers;
        for (Map.Entry<String, byte[]> member : members.entrySet()) {
            if (comma) {
                text.write(',');
            }
            text.writeBytes(JsonStrings.quote(member.getKey()).getBytes(UTF_8));
            text.write(':');
            text.writeBytes(member.getValue());
            comma = true;
        }
        for (byte[] element : elements) {
            if (comma) {
                text.write(',');
            }
            text.writeBytes(element);
            comma = true;
        }
        return text.toByteArray();
    }
}
