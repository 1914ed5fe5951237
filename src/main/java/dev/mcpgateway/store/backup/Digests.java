package dev.mcpgateway.store.backup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts and SHA-256 digests of lines as they pass: what a manifest says of them. */
final class Digests {

    private static final class Kind {
        private final MessageDigest digest = sha256();
        private long records;
    }

    private final MessageDigest all = sha256();
    private final SortedMap<String, Kind> kinds = new TreeMap<>();

    /** The first line. */
    void add(byte[] line) {
        all.update(line);
    }

    /** The line of a record. */
    void add(String kind, byte[] line) {
        all.update(line);
        Kind same = kinds.computeIfAbsent(kind, unknown -> new Kind());
        same.digest.update(line);
        same.records++;
    }

    /** The manifest of what passed; nothing may pass any more. */
    BackupManifest manifest() {
        SortedMap<String, BackupManifest.Kind> counted = new TreeMap<>();
        kinds.forEach((name, kind) -> counted.put(name, new BackupManifest.Kind(kind.records, hex(kind.digest))));
        return new BackupManifest(counted, hex(all));
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
