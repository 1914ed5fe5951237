package dev.mcpgateway.oauth.client;

import dev.mcpgateway.config.ClientsConfig;
import dev.mcpgateway.oauth.Hash;
import dev.mcpgateway.oauth.OAuthError;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Dynamic client registration (RFC 7591). */
public final class Registration {
    static final int MAX_NAME = 100;
    private static final int MOST_REDIRECTS = 20;
    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 16;
    private static final String NONE = "none";
    private static final Set<String> METHODS = Set.of(NONE, "client_secret_basic", "client_secret_post");
    private static final Set<String> GRANTS = Set.of("authorization_code", "refresh_token");

    private final Supplier<ClientsConfig> config;
    private final RegisteredClients clients;

    public Registration(Supplier<ClientsConfig> config, RegisteredClients clients) {
        this.config = config;
        this.clients = clients;
    }

    /**
     * Registers a client.
     *
     * @param asked the client metadata that it sent
     * @return the client information response (section 3.2.1); fails with an {@link OAuthError} or as the store does
     */
    public Future<JsonObject> register(JsonObject asked) {
        try {
            List<String> redirects = redirects(asked);
            String method = text(asked, "token_endpoint_auth_method", "client_secret_basic");
            if (!METHODS.contains(method)) {
                throw metadata("token_endpoint_auth_method is one of none, client_secret_basic, client_secret_post");
            }
            requireKnownGrants(asked);
            String secret = method.equals(NONE) ? null : "mcpgw_secret_" + Hash.random(SECRET_BYTES);
            String name = name(asked.getValue("client_name"), redirects.getFirst());
            OAuthClient client = new OAuthClient(
                    RegisteredClients.PREFIX + Hash.random(ID_BYTES),
                    OAuthClient.Origin.REGISTERED,
                    name,
                    redirects,
                    secret == null ? null : Hash.sha256(secret));
            return clients.add(client).map(stored -> response(client, method, secret));
        } catch (OAuthError e) {
            return Future.failedFuture(e);
        }
    }

    private static JsonObject response(OAuthClient client, String method, @Nullable String secret) {
        JsonObject response = new JsonObject()
                .put("client_id", client.id())
                .put("client_id_issued_at", Instant.now().getEpochSecond())
                .put("client_name", client.name())
                .put("redirect_uris", new JsonArray(client.redirectUris()))
                .put("grant_types", new JsonArray(List.of("authorization_code", "refresh_token")))
                .put("response_types", new JsonArray(List.of("code")))
                .put("token_endpoint_auth_method", method);
        return secret == null ? response : response.put("client_secret", secret).put("client_secret_expires_at", 0);
    }

    private List<String> redirects(JsonObject asked) {
        List<String> redirects = strings(asked, "redirect_uris");
        if (redirects.isEmpty() || redirects.size() > MOST_REDIRECTS) {
            throw new OAuthError(
                    400, "invalid_redirect_uri", "redirect_uris lists 1 to " + MOST_REDIRECTS + " redirect URIs");
        }
        for (String redirect : redirects) {
            String problem = RedirectUris.problem(redirect, config.get().customSchemes());
            if (problem != null) {
                throw new OAuthError(400, "invalid_redirect_uri", problem);
            }
        }
        return redirects;
    }

    private static void requireKnownGrants(JsonObject asked) {
        List<String> grants = strings(asked, "grant_types");
        // A client may list more than it can get here; what it gets stands in the answer.
        if (!grants.isEmpty() && grants.stream().noneMatch(GRANTS::contains)) {
            throw metadata("grant_types includes authorization_code");
        }
        List<String> responses = strings(asked, "response_types");
        if (!responses.isEmpty() && !responses.contains("code")) {
            throw metadata("response_types includes code");
        }
    }

    private static List<String> strings(JsonObject asked, String member) {
        Object value = asked.getValue(member);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof JsonArray array)) {
            throw metadata(member + " is an array of strings");
        }
        List<String> strings = new ArrayList<>();
        for (Object element : array) {
            if (!(element instanceof String string)) {
                throw metadata(member + " is an array of strings");
            }
            strings.add(string);
        }
        return strings;
    }

    private static String text(JsonObject asked, String member, String otherwise) {
        Object value = asked.getValue(member);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof String string)) {
            throw metadata(member + " is a string");
        }
        return string;
    }

    /** A name to show: one line of what can be printed; the redirect's host for a client without one. */
    static String name(@Nullable Object given, String redirect) {
        if (given instanceof String text) {
            StringBuilder shown = new StringBuilder();
            text.codePoints().limit(MAX_NAME).filter(Registration::isShown).forEach(shown::appendCodePoint);
            String name = shown.toString().strip();
            if (!name.isEmpty()) {
                return name;
            }
        }
        return RedirectUris.host(redirect);
    }

    /** Control and format characters can turn a name around or hide parts of it. */
    private static boolean isShown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static OAuthError metadata(String description) {
        return new OAuthError(400, "invalid_client_metadata", description);
    }
}
