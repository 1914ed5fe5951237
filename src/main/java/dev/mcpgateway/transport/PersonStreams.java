package dev.mcpgateway.transport;

import dev.mcpgateway.identity.Person;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many standing streams, or WebSockets, each person has open, on all event loops. Where nobody signs in there is nobody to count for. */
final class PersonStreams {
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    void entered(Person person) {
        if (!person.equals(Person.ANYONE)) {
            open.merge(person.id(), 1, Integer::sum);
        }
    }

    void left(Person person) {
        open.computeIfPresent(person.id(), (id, count) -> count == 1 ? null : count - 1);
    }

    int of(Person person) {
        return open.getOrDefault(person.id(), 0);
    }
}
