package dev.mcpgateway.audit;

import java.io.Closeable;
import java.io.IOException;

/** Where lines go; used by one thread. */
interface AuditTarget extends Closeable {

    /** Writes whole lines, at once. */
    void write(byte[] lines) throws IOException;
}
