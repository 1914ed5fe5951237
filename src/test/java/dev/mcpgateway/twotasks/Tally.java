package dev.mcpgateway.twotasks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** How calls ended, as their clients saw it, and how often each write arrived at the upstream. */
final class Tally {
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger outcomeUnknown = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    final AtomicInteger sessionsLost = new AtomicInteger();
    final List<String> wrong = new CopyOnWriteArrayList<>();
    final Map<String, AtomicInteger> arrivals = new ConcurrentHashMap<>();
    final Map<String, Integer> reasons = new ConcurrentHashMap<>();
    final Map<Integer, Boolean> wentOn = new ConcurrentHashMap<>();

    int calls() {
        return answered.get() + outcomeUnknown.get() + failed.get() + wrong.size();
    }

    /** A write has arrived at the upstream. */
    void arrived(String write) {
        arrivals.computeIfAbsent(write, first -> new AtomicInteger()).incrementAndGet();
    }

    long arrivedTwice() {
        return arrivals.values().stream().filter(count -> count.get() > 1).count();
    }
}
