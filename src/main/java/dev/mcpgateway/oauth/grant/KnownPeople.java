package dev.mcpgateway.oauth.grant;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.PersonJson;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.VersionConflict;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The people who have signed in, by their e-mail address: operators know them by that, records by their id. */
public final class KnownPeople {
    private static final String KIND = "person-email";
    private static final Duration KEPT = Duration.ofDays(400);
    private static final int MOST_CONFLICTS = 5;

    private final RecordStore store;

    public KnownPeople(RecordStore store) {
        this.store = store;
    }

    /** Notes a person who has just signed in; writes only what is new. */
    public Future<Void> note(Person person) {
        String email = person.email();
        return email == null ? Future.succeededFuture() : note(person, email, 0);
    }

    private Future<Void> note(Person person, String email, int conflicts) {
        return store.get(key(email)).compose(stored -> {
            List<Person> known = new ArrayList<>(stored.map(KnownPeople::decode).orElse(List.of()));
            Instant expiry = Instant.now().plus(KEPT);
            boolean fresh = stored.isPresent() && stored.get().expiresAt().isAfter(expiry.minus(KEPT.dividedBy(2)));
            if (fresh && known.contains(person)) {
                return Future.succeededFuture();
            }
            known.removeIf(one -> one.id().equals(person.id()));
            known.add(person);
            JsonArray people = new JsonArray();
            known.forEach(one -> people.add(PersonJson.encode(one)));
            StoredRecord next = stored.map(record -> record.with(expiry, people.toBuffer()))
                    .orElseGet(() ->
                            StoredRecord.create(key(email), KIND, StoredRecord.GATEWAY, expiry, people.toBuffer()));
            return store.put(next)
                    .<Void>mapEmpty()
                    .recover(failure -> failure instanceof VersionConflict && conflicts < MOST_CONFLICTS
                            ? note(person, email, conflicts + 1)
                            : Future.failedFuture(failure));
        });
    }

    /** Everybody who has signed in with that address, at any provider. */
    public Future<List<Person>> withEmail(String email) {
        return store.get(key(email))
                .map(stored -> stored.map(KnownPeople::decode).orElse(List.of()));
    }

    private static List<Person> decode(StoredRecord stored) {
        JsonArray array = stored.value().toJsonArray();
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            JsonObject person = array.getJsonObject(i);
            people.add(PersonJson.decode(person));
        }
        return people;
    }

    private static String key(String email) {
        return KIND + "/" + Hash.sha256(email.strip().toLowerCase(Locale.ROOT));
    }
}
