package dev.mcpgateway.testing;

import java.util.HashMap;
import java.util.Map;

/** Properties of this process that are others while this is open. */
public final class SystemProperties implements AutoCloseable {
    private final Map<String, String> before = new HashMap<>();

    /** @param value null for none */
    public SystemProperties set(String name, String value) {
        if (!before.containsKey(name)) {
            before.put(name, System.getProperty(name));
        }
        put(name, value);
        return this;
    }

    private static void put(String name, String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }

    @Override
    public void close() {
        before.forEach(SystemProperties::put);
    }
}
