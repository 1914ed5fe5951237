package dev.mcpgateway.session;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sessions in the memory of this process, and how many of them each person has. */
final class LiveSessions {
    private final Map<String, Session> byId = new ConcurrentHashMap<>();
    private final Map<String, Integer> byPerson = new ConcurrentHashMap<>();

    @Nullable
    Session get(String id) {
        return byId.get(id);
    }

    Collection<Session> all() {
        return byId.values();
    }

    int size() {
        return byId.size();
    }

    /** @param principal {@code Person.id} */
    int sizeOf(String principal) {
        return byPerson.getOrDefault(principal, 0);
    }

    void put(Session session) {
        if (byId.put(session.id(), session) == null) {
            count(session);
        }
    }

    /** The session of that id, made when there is none. */
    Session getOrMake(String id, Supplier<Session> make) {
        return byId.computeIfAbsent(id, absent -> {
            Session made = make.get();
            count(made);
            return made;
        });
    }

    private void count(Session session) {
        byPerson.merge(session.record().principal(), 1, Integer::sum);
    }

    /** Removes a session, if it is this one. */
    void remove(Session session) {
        if (byId.remove(session.id(), session)) {
            byPerson.computeIfPresent(
                    session.record().principal(), (principal, count) -> count == 1 ? null : count - 1);
        }
    }
}
