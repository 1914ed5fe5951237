package dev.mcpgateway.oauth.grant;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.session.PersonIndex;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The clients that a person let in: what they consented to, and what came of it, in the person's index. */
public final class ConnectedClients {
    /** The section of the index. */
    public static final String SECTION = "clients";

    private static final String CONSENTS = "consents";
    private static final String GRANTS = "grants";
    private static final int MOST_CONSENTS = 20;
    private static final int MOST_GRANTS = 50;

    private final PersonIndex index;
    private final Grants grants;
    private final InstantSource clock;

    /**
     * A client as its person sees it.
     *
     * @param scopes everything that was consented to
     * @param since when the person first consented
     */
    public record ConnectedClient(String id, String name, String host, Set<Scope> scopes, Instant since) {
        public ConnectedClient {
            scopes = Set.copyOf(scopes);
        }
    }

    public ConnectedClients(PersonIndex index, Grants grants, InstantSource clock) {
        this.index = index;
        this.grants = grants;
        this.clock = clock;
    }

    /** Whether the person has consented to this before, and nobody took it back. */
    public Future<Boolean> remembers(Person person, Approval approval) {
        return index.read(person.id()).map(known -> {
            JsonObject client = PersonIndex.section(known, SECTION).getJsonObject(approval.clientId());
            return client != null
                    && objects(client, CONSENTS).stream()
                            .anyMatch(consent -> approval.isCoveredBy(consent)
                                    && !grants.revokedSince(person, approval.clientId(), at(consent)));
        });
    }

    private static Instant at(JsonObject consent) {
        return Instant.ofEpochMilli(consent.getLong("at"));
    }

    /** Remembers that the person consented. */
    public Future<Void> remember(Person person, Approval approval) {
        long now = clock.millis();
        return index.change(person.id(), known -> {
                    JsonObject clients = PersonIndex.section(known, SECTION);
                    JsonObject client = clients.getJsonObject(approval.clientId(), new JsonObject().put("since", now));
                    List<JsonObject> consents = objects(client, CONSENTS);
                    consents.removeIf(approval::isForTheSameAs);
                    consents.add(approval.toConsent(now));
                    clients.put(
                            approval.clientId(),
                            client.put("name", approval.clientName())
                                    .put("host", approval.clientHost())
                                    .put(CONSENTS, new JsonArray(newest(consents, MOST_CONSENTS))));
                    return known;
                })
                .mapEmpty();
    }

    /**
     * Notes what came of a consent, so that it ends with it. Of very many the oldest are ended.
     *
     * @return whether the person still lets the client in
     */
    Future<Boolean> add(Person person, String clientId, String grantId, Instant until) {
        List<String> surplus = new ArrayList<>();
        return index.change(person.id(), known -> {
                    surplus.clear();
                    JsonObject client = PersonIndex.section(known, SECTION).getJsonObject(clientId);
                    if (client != null) {
                        List<JsonObject> all = objects(client, GRANTS);
                        all.removeIf(grant -> grant.getLong("until") <= clock.millis());
                        all.add(new JsonObject().put("id", grantId).put("until", until.toEpochMilli()));
                        List<JsonObject> kept = newest(all, MOST_GRANTS);
                        all.stream()
                                .limit(all.size() - kept.size())
                                .forEach(grant -> surplus.add(grant.getString("id")));
                        client.put(GRANTS, new JsonArray(kept));
                    }
                    return known;
                })
                .compose(known -> grants.revoke(surplus).map(known))
                .map(known -> PersonIndex.section(known, SECTION).containsKey(clientId));
    }

    /** What the person let in, the newest first. */
    public Future<List<ConnectedClient>> list(String personId) {
        return index.read(personId).map(known -> {
            JsonObject clients = PersonIndex.section(known, SECTION);
            List<ConnectedClient> all = new ArrayList<>();
            for (String id : clients.fieldNames()) {
                JsonObject client = clients.getJsonObject(id);
                Set<Scope> scopes = EnumSet.noneOf(Scope.class);
                objects(client, CONSENTS)
                        .forEach(consent -> scopes.addAll(GrantCodec.scopes(consent.getJsonArray("scopes"))));
                all.add(new ConnectedClient(
                        id,
                        client.getString("name"),
                        client.getString("host"),
                        scopes,
                        Instant.ofEpochMilli(client.getLong("since"))));
            }
            all.sort((one, other) -> other.since().compareTo(one.since()));
            return all;
        });
    }

    /**
     * Takes from a client what the person gave it, the consent included; on all tasks.
     *
     * @return the ids of the grants
     */
    public Future<List<String>> revoke(String personId, String clientId) {
        List<String> ids = new ArrayList<>();
        return index.change(personId, known -> {
                    ids.clear();
                    Object client = PersonIndex.section(known, SECTION).remove(clientId);
                    if (client instanceof JsonObject gone) {
                        objects(gone, GRANTS).forEach(grant -> ids.add(grant.getString("id")));
                    }
                    return known;
                })
                .compose(changed -> grants.revoke(ids))
                .map(revoked -> List.copyOf(ids));
    }

    /** The grants of all clients in an index. */
    static List<String> grantIds(JsonObject index) {
        List<String> ids = new ArrayList<>();
        JsonObject clients = PersonIndex.section(index, SECTION);
        for (String id : clients.fieldNames()) {
            objects(clients.getJsonObject(id), GRANTS).forEach(grant -> ids.add(grant.getString("id")));
        }
        return ids;
    }

    private static List<JsonObject> newest(List<JsonObject> all, int most) {
        return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
    }

    private static List<JsonObject> objects(JsonObject holder, String member) {
        List<JsonObject> objects = new ArrayList<>();
        JsonArray array = holder.getJsonArray(member, new JsonArray());
        for (int i = 0; i < array.size(); i++) {
            objects.add(array.getJsonObject(i));
        }
        return objects;
    }
}
