package dev.mcpgateway.dispatch;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@code subscriptions/listen} streams of this task by their people, for what the gateway itself has to say: that somebody's
 * lists are other ones. Thread-safe.
 */
public final class OpenSubscriptions {
    private static final List<Change> CHANGES = List.of(
            new Change("toolsListChanged", McpMethod.NOTIFICATIONS_TOOLS_LIST_CHANGED),
            new Change("promptsListChanged", McpMethod.NOTIFICATIONS_PROMPTS_LIST_CHANGED),
            new Change("resourcesListChanged", McpMethod.NOTIFICATIONS_RESOURCES_LIST_CHANGED));

    private final Map<String, Set<Subscription>> byPerson = new ConcurrentHashMap<>();

    /**
     * A notification of another list.
     *
     * @param filter the member by which a client asks for it
     */
    private record Change(String filter, Message message) {
        Change(String filter, String method) {
            this(filter, Message.parse(Messages.notificationMessage(method, null), JsonLimits.DEFAULT));
        }
    }

    private record Subscription(JsonSlice filter, Push push) {}

    /** The notifications that lists are other ones, for clients that are told of all of them. */
    public static List<Message> changes() {
        return CHANGES.stream().map(Change::message).toList();
    }

    /** Adds a stream; the returned action takes it away again. */
    Runnable add(Person person, JsonSlice filter, Push push) {
        if (person.equals(Person.ANYONE)) {
            return () -> {};
        }
        Subscription subscription = new Subscription(filter, push);
        byPerson.compute(person.id(), (id, open) -> {
            Set<Subscription> all = open == null ? ConcurrentHashMap.newKeySet() : open;
            all.add(subscription);
            return all;
        });
        return () -> byPerson.computeIfPresent(person.id(), (id, open) -> {
            open.remove(subscription);
            return open.isEmpty() ? null : open;
        });
    }

    /** Tells the clients of a person, by their id, that their lists are other ones, as far as they asked for that. */
    void listsChanged(String person) {
        for (Subscription open : byPerson.getOrDefault(person, Set.of())) {
            for (Change change : CHANGES) {
                if (asks(open.filter().get(change.filter()))) {
                    open.push().send(PushedEvent.of("", change.message()));
                }
            }
        }
    }

    private static boolean asks(@Nullable JsonSlice flag) {
        return flag != null && "true".equals(flag.toString());
    }
}
