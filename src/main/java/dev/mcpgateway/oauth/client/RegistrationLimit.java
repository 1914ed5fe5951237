package dev.mcpgateway.oauth.client;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Allows so many registrations a minute; those that nobody used may come in a burst. Thread-safe. */
public final class RegistrationLimit {
    private static final double NANOS_PER_MINUTE = 60e9;

    private final IntSupplier perMinute;
    private final LongSupplier nanos;
    private double allowed;
    private long last;

    /**
     * @param perMinute read anew at each use
     * @param nanos the time, as {@link System#nanoTime}
     */
    public RegistrationLimit(IntSupplier perMinute, LongSupplier nanos) {
        this.perMinute = perMinute;
        this.nanos = nanos;
        this.allowed = perMinute.getAsInt();
        this.last = nanos.getAsLong();
    }

    /** Takes one; 0 when it was there, otherwise in how many seconds one will be. */
    public synchronized int take() {
        long now = nanos.getAsLong();
        int rate = perMinute.getAsInt();
        allowed = Math.min(rate, allowed + (now - last) / NANOS_PER_MINUTE * rate);
        last = now;
        if (allowed >= 1) {
            allowed--;
            return 0;
        }
        return Math.max(1, (int) Math.ceil((1 - allowed) * 60 / rate));
    }
}
