package dev.mcpgateway.provider.tool;

import io.vertx.core.buffer.Buffer;
import java.io.InputStream;

/** Reads a buffer without a copy of all of it. */
public final class BufferInput extends InputStream {
    private final Buffer buffer;
    private int at;

    /** @param buffer must not change any more */
    public BufferInput(Buffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public int read() {
        return at < buffer.length() ? buffer.getByte(at++) & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int count = Math.min(length, buffer.length() - at);
        if (count <= 0) {
            return length == 0 ? 0 : -1;
        }
        buffer.getBytes(at, at + count, target, offset);
        at += count;
        return count;
    }
}
