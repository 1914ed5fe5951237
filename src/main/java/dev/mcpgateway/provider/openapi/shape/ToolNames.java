package dev.mcpgateway.provider.openapi.shape;

import dev.mcpgateway.provider.openapi.document.PathOperation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names of tools: the operation ids in snake case. They depend on the document and the configured names alone, never on which
 * operations are exposed.
 */
public final class ToolNames {
    private static final int MAX = 64;
    private static final int HASH = 8;

    private ToolNames() {}

    /**
     * The name of each operation, all of them different.
     *
     * @param renamed configured names by operation id, or by method and path
     */
    public static Map<PathOperation, String> of(List<PathOperation> operations, Map<String, String> renamed) {
        Map<PathOperation, String> names = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (PathOperation operation : operations) {
            String name = chosen(operation, renamed);
            if (!name.isEmpty() && taken.add(name)) {
                names.put(operation, name);
            }
        }
        for (PathOperation operation : operations) {
            if (!names.containsKey(operation)) {
                String id = operation.id();
                String name = snake(id == null || snake(id).isEmpty() ? operation.toString() : id);
                boolean isFree = name.length() <= MAX && taken.add(name);
                names.put(operation, isFree ? name : hashed(name, operation, taken));
            }
        }
        return names;
    }

    private static String chosen(PathOperation operation, Map<String, String> renamed) {
        String id = operation.id();
        String byPath = renamed.getOrDefault(operation.toString(), "");
        return id == null ? byPath : renamed.getOrDefault(id, byPath);
    }

    private static String hashed(String name, PathOperation operation, Set<String> taken) {
        String salt = operation.toString();
        while (true) {
            String kept = name.length() > MAX - HASH - 1 ? name.substring(0, MAX - HASH - 1) : name;
            String hashed = kept.replaceAll("_+$", "") + '_' + hash(salt);
            if (taken.add(hashed)) {
                return hashed;
            }
            salt += '#';
        }
    }

    /** {@code listPetsByID}, {@code pets/list-by.id} and {@code GET /pets/{id}} as words with underscores. */
    static String snake(String text) {
        return text.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
