package dev.mcpgateway.store.backup;

import dev.mcpgateway.store.StoredRecord;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a backup from its first byte to its last, and fails with {@link BackupDamaged} unless all of it is as its manifest says.
 * What it has shown by then is not to be believed before it ends. Every method blocks.
 */
public final class BackupReader {

    /** A record at its largest, in Base64, and what stands around it. */
    private static final int MOST_LINE_BYTES = 1 << 20;

    private final InputStream in;
    private final Digests digests = new Digests();
    private long lines;

    private BackupReader(InputStream in) {
        this.in = in;
    }

    /** What a whole backup says of itself. */
    public record Checked(BackupHeader header, BackupManifest manifest) {}

    /**
     * Reads all of it.
     *
     * @param in read in small pieces, and not closed
     * @param each gets the records as they come
     */
    public static Checked read(InputStream in, Consumer<StoredRecord> each) throws IOException {
        return new BackupReader(in).read(each);
    }

    private Checked read(Consumer<StoredRecord> each) throws IOException {
        byte[] first = line();
        if (first == null) {
            throw new BackupDamaged("it is empty");
        }
        BackupHeader header = BackupHeader.decode(json(first, "it is no backup of a gateway"));
        digests.add(first);
        long records = 0;
        while (true) {
            byte[] line = line();
            if (line == null) {
                throw cutOff(records);
            }
            JsonObject json = json(line, "line " + lines + " is damaged");
            if (BackupManifest.isOne(json)) {
                return new Checked(header, checked(json));
            }
            StoredRecord record;
            try {
                record = RecordLine.decode(json);
            } catch (BackupDamaged e) {
                throw new BackupDamaged("line " + lines + " is damaged: " + e.getMessage(), e);
            }
            digests.add(record.kind(), line);
            each.accept(record);
            records++;
        }
    }

    private BackupManifest checked(JsonObject line) throws IOException {
        BackupManifest said = BackupManifest.decode(line);
        BackupManifest found = digests.manifest();
        if (in.read() >= 0) {
            throw new BackupDamaged("something follows its manifest");
        }
        if (found.records() != said.records()) {
            throw new BackupDamaged("it has " + found.records() + " records where its manifest says " + said.records());
        }
        if (!found.encode().equals(line)) {
            throw new BackupDamaged("its content is not what its manifest says: it was damaged or edited");
        }
        return said;
    }

    private static BackupDamaged cutOff(long records) {
        return new BackupDamaged("its end is missing: it was cut off after " + records + " records");
    }

    private static JsonObject json(byte[] line, String otherwise) {
        try {
            return new JsonObject(Buffer.buffer(line));
        } catch (DecodeException e) {
            throw new BackupDamaged(otherwise, e);
        }
    }

    /** The next line with its end; null when there is none. */
    private byte @Nullable [] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        lines++;
        while (next >= 0) {
            line.write(next);
            if (next == '\n') {
                return line.toByteArray();
            }
            if (line.size() >= MOST_LINE_BYTES) {
                throw new BackupDamaged(
                        lines == 1 ? "it is no backup of a gateway" : "line " + lines + " is too long: it is damaged");
            }
            next = in.read();
        }
        throw lines == 1 ? new BackupDamaged("it is no backup of a gateway") : cutOff(lines - 2);
    }
}
