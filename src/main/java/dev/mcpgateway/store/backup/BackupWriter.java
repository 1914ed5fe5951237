package dev.mcpgateway.store.backup;

import dev.mcpgateway.store.StoredRecord;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a backup as its records come: a line of JSON each, between a header and a manifest. Every method blocks. */
public final class BackupWriter {

    private final OutputStream out;
    private final Digests digests = new Digests();

    /** Begins a backup. */
    public BackupWriter(OutputStream out, BackupHeader header) throws IOException {
        this.out = out;
        byte[] line = line(header.encode());
        digests.add(line);
        out.write(line);
    }

    /** Adds a record. */
    public void write(StoredRecord record) throws IOException {
        byte[] line = line(RecordLine.encode(record));
        digests.add(record.kind(), line);
        out.write(line);
    }

    /** Ends the backup; without this it counts as cut off. */
    public BackupManifest finish() throws IOException {
        BackupManifest manifest = digests.manifest();
        out.write(line(manifest.encode()));
        out.flush();
        return manifest;
    }

    private static byte[] line(JsonObject json) {
        return (json.encode() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
