package dev.mcpgateway.oauth.client;

import dev.mcpgateway.config.ClientsConfig;
import dev.mcpgateway.store.RecordStore;
import dev.mcpgateway.store.StoredRecord;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients that registered themselves, in the store. One that nobody uses is forgotten. */
public final class RegisteredClients {
    private static final Logger LOG = LoggerFactory.getLogger(RegisteredClients.class);
    private static final String KIND = "oauth-client";
    /** How ids begin, so that nothing else is looked up. */
    static final String PREFIX = "mcpgw_client_";

    private static final Pattern ID = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{22}");
    /** A use prolongs the life of a client, but is not worth a write each time. */
    private static final Duration TOUCH = Duration.ofDays(1);

    private final RecordStore store;
    private final Supplier<ClientsConfig> config;

    public RegisteredClients(RecordStore store, Supplier<ClientsConfig> config) {
        this.store = store;
        this.config = config;
    }

    /** Stores a new client. */
    Future<Void> add(OAuthClient client) {
        JsonObject json = new JsonObject()
                .put("name", client.name())
                .put("redirects", new JsonArray(client.redirectUris()))
                .put("secret", client.secretHash());
        return store.put(StoredRecord.create(key(client.id()), KIND, StoredRecord.GATEWAY, expiry(), json.toBuffer()))
                .mapEmpty();
    }

    /** The client of that id; empty when there is none any more. */
    Future<Optional<OAuthClient>> find(String id) {
        if (!ID.matcher(id).matches()) {
            return Future.succeededFuture(Optional.empty());
        }
        return store.get(key(id))
                .map(stored -> stored.map(record -> {
                    JsonObject json = record.value().toJsonObject();
                    List<String> redirects = json.getJsonArray("redirects").stream()
                            .map(String::valueOf)
                            .toList();
                    return new OAuthClient(
                            id,
                            OAuthClient.Origin.REGISTERED,
                            json.getString("name"),
                            redirects,
                            json.getString("secret"));
                }));
    }

    /** Notes that a person used the client, so that it lives on; once a day is enough. Does nothing for other clients. */
    public void used(String id) {
        if (!ID.matcher(id).matches()) {
            return;
        }
        store.get(key(id))
                .compose(stored -> stored.isEmpty()
                                || Duration.between(stored.get().expiresAt(), expiry())
                                                .compareTo(TOUCH)
                                        < 0
                        ? Future.succeededFuture()
                        : store.put(stored.get().with(expiry(), stored.get().value()))
                                .mapEmpty())
                .onFailure(failure -> LOG.debug("the use of a client was not noted: {}", failure.getMessage()));
    }

    /** Forgets a client. */
    public Future<Void> remove(String id) {
        return ID.matcher(id).matches() ? store.delete(key(id)) : Future.succeededFuture();
    }

    private Instant expiry() {
        return Instant.now().plus(config.get().unusedExpiry());
    }

    private static String key(String id) {
        return KIND + "/" + id;
    }
}
