package dev.mcpgateway.transport;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.StreamsConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is open on one event loop, and the one timer that looks after all of it: comments on silent streams, the end of streams
 * that are old enough, and the calls whose answer has waited long enough to become a stream.
 */
final class OpenStreams {
    private static final long TICK_MILLIS = 100;
    private static final int TICKS_PER_SWEEP = 10;

    private final Vertx vertx;
    private final Supplier<GatewayConfig> config;
    private final AtomicInteger total;
    private final PersonStreams people;
    private final Map<EventStream, Person> owners = new HashMap<>();
    private final Map<EventStream, @Nullable Long> standing = new HashMap<>();
    private final Map<EventStream, Boolean> streams = new HashMap<>();
    private final Map<PostExchange, Long> uncommitted = new LinkedHashMap<>();
    private final Map<RequestBody, Long> bodies = new LinkedHashMap<>();
    private final long timer;
    private int tick;

    /**
     * @param total the streams of all event loops together
     * @param people the standing ones of each person
     */
    OpenStreams(Vertx vertx, Supplier<GatewayConfig> config, AtomicInteger total, PersonStreams people) {
        this.vertx = vertx;
        this.config = config;
        this.total = total;
        this.people = people;
        this.timer = vertx.setPeriodic(TICK_MILLIS, now -> tick());
    }

    /**
     * Whether one more standing stream is allowed.
     *
     * @param leaving how many of the person's are about to end
     */
    boolean hasRoom(Person person, int leaving) {
        int most = config.get().rates().streamsPerPerson();
        return total.get() < streams().max() && (most == 0 || people.of(person) - leaving < most);
    }

    /** Looks after a stream until it ends. */
    void add(EventStream stream) {
        if (streams.put(stream, true) == null) {
            total.incrementAndGet();
        }
    }

    /**
     * Looks after a stream that lasts until its connection ends.
     *
     * @param person whose it is
     * @param ages whether it is also ended at {@code streams.maxAge}, because its client comes back
     */
    void addStanding(EventStream stream, Person person, boolean ages) {
        add(stream);
        if (owners.put(stream, person) == null) {
            people.entered(person);
        }
        if (!ages) {
            standing.put(stream, null);
            return;
        }
        StreamsConfig now = streams();
        long jitter = (long)
                (now.maxAgeJitter().toNanos() * ThreadLocalRandom.current().nextDouble());
        standing.put(stream, System.nanoTime() + Math.max(0, now.maxAge().toNanos() - jitter));
    }

    void remove(EventStream stream) {
        if (streams.remove(stream) != null) {
            total.decrementAndGet();
        }
        standing.remove(stream);
        Person person = owners.remove(stream);
        if (person != null) {
            people.left(person);
        }
    }

    /** Calls {@link PostExchange#commit} unless {@link #committed} is called within {@code streams.statusWait}. */
    void commitLater(PostExchange exchange) {
        uncommitted.put(exchange, System.nanoTime());
    }

    void committed(PostExchange exchange) {
        uncommitted.remove(exchange);
    }

    /** Calls {@link RequestBody#timedOut} unless {@link #bodyDone} is called within {@code listener.bodyTimeout}. */
    void awaitBody(RequestBody body) {
        bodies.put(body, System.nanoTime());
    }

    void bodyDone(RequestBody body) {
        bodies.remove(body);
    }

    private StreamsConfig streams() {
        return config.get().streams();
    }

    private void tick() {
        long now = System.nanoTime();
        long half = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS) / 2;
        olderThan(uncommitted, now - streams().statusWait().toNanos() + half).forEach(PostExchange::commit);
        olderThan(bodies, now - config.get().listener().bodyTimeout().toNanos()).forEach(RequestBody::timedOut);
        if (++tick % TICKS_PER_SWEEP == 0) {
            sweep(now);
        }
    }

    /** The maps are in the order of their times, so only what is due is looked at. */
    private static <T> List<T> olderThan(Map<T, Long> since, long limit) {
        List<T> due = new ArrayList<>();
        for (Map.Entry<T, Long> entry : since.entrySet()) {
            if (entry.getValue() - limit > 0) {
                break;
            }
            due.add(entry.getKey());
        }
        return due;
    }

    private void sweep(long now) {
        long silent = streams().keepAlive().toNanos() - TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS * TICKS_PER_SWEEP);
        for (EventStream stream : List.copyOf(streams.keySet())) {
            if (now - stream.lastWriteNanos() >= silent) {
                stream.comment();
            }
        }
        endStanding(entry -> entry.getValue() != null && now - entry.getValue() >= 0);
    }

    /** Tells the clients whose streams age to come back now, which they do at another task. */
    void endResumable() {
        endStanding(entry -> entry.getValue() != null);
    }

    /** Tells them at a random moment within that time each. */
    void endResumableWithin(long millis) {
        long now = System.nanoTime();
        standing.replaceAll((stream, end) -> end == null ? null : Math.min(end, now + random(millis)));
    }

    private static long random(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(millis + 1));
    }

    /** Ends the streams of whoever it is, calls in flight included. */
    void endOf(Predicate<Principal> whose) {
        streams.keySet().stream()
                .filter(stream -> whose.test(stream.principal()))
                .toList()
                .forEach(EventStream::end);
    }

    /** Ends every standing stream. */
    void endStanding() {
        endStanding(entry -> true);
    }

    private void endStanding(Predicate<Map.Entry<EventStream, @Nullable Long>> which) {
        long retry = streams().retry().toMillis();
        standing.entrySet().stream()
                .filter(which)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(stream -> stream.endForReconnect(retry));
    }

    void close() {
        vertx.cancelTimer(timer);
    }
}
