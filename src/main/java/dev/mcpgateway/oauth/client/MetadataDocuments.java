package dev.mcpgateway.oauth.client;

import dev.mcpgateway.config.ClientsConfig;
import dev.mcpgateway.net.FetchRefused;
import dev.mcpgateway.net.GuardedFetch;
import dev.mcpgateway.oauth.OAuthError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients whose id is the https address of a document about them (OAuth client ID metadata document). Documents are kept in
 * memory for as long as their cache headers allow.
 */
public final class MetadataDocuments {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataDocuments.class);
    private static final Duration USUAL_AGE = Duration.ofMinutes(5);
    private static final Duration LONGEST_AGE = Duration.ofDays(1);
    /** Nobody makes the gateway fetch the same address over and over. */
    private static final Duration FAILURE_AGE = Duration.ofSeconds(10);

    private static final int MOST_KEPT = 1_000;
    private static final int MAX_ID = 512;
    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[\\s,])max-age\\s*=\\s*\"?(\\d{1,9})");

    private record Kept(Future<OAuthClient> client, Instant until) {}

    private final Vertx vertx;
    private final Supplier<ClientsConfig> config;
    private final GuardedFetch fetch;
    private final InstantSource clock;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    public MetadataDocuments(Vertx vertx, Supplier<ClientsConfig> config, GuardedFetch fetch, InstantSource clock) {
        this.vertx = vertx;
        this.config = config;
        this.fetch = fetch;
        this.clock = clock;
    }

    /** Whether a client id is meant to be the address of a document. */
    static boolean looksLikeOne(String id) {
        return id.regionMatches(true, 0, "https://", 0, "https://".length());
    }

    /** The client that a document describes. Fails with an {@link OAuthError} that says what is wrong with it. */
    Future<OAuthClient> find(String id) {
        URI address;
        try {
            address = address(id);
        } catch (OAuthError e) {
            return Future.failedFuture(e);
        }
        Instant now = clock.instant();
        Kept known = kept.get(id);
        if (known != null && now.isBefore(known.until())) {
            return onOwnContext(known.client());
        }
        ClientsConfig limits = config.get();
        Promise<OAuthClient> done = Promise.promise();
        // Until it is there everybody else waits for the same answer.
        keep(id, new Kept(done.future(), now.plus(limits.metadataTimeout())));
        fetch.get(address, limits.metadataTimeout(), limits.metadataBytes()).onComplete(fetched -> {
            try {
                if (fetched.failed()) {
                    throw OAuthError.invalidClient("the client ID metadata document at " + id + " was not taken: "
                            + (fetched.cause() instanceof FetchRefused refused
                                    ? refused.getMessage()
                                    : "it could not be fetched"));
                }
                OAuthClient client = parse(id, fetched.result().body().toString(), limits.customSchemes());
                Duration age = age(fetched.result().cacheControl());
                keep(id, new Kept(done.future(), clock.instant().plus(age)));
                done.complete(client);
            } catch (OAuthError e) {
                LOG.info("a client was refused: {}", e.getMessage());
                keep(id, new Kept(done.future(), clock.instant().plus(FAILURE_AGE)));
                done.fail(e);
            }
        });
        return onOwnContext(done.future());
    }

    private <T> Future<T> onOwnContext(Future<T> shared) {
        Promise<T> own = Promise.promise();
        var context = vertx.getOrCreateContext();
        shared.onComplete(done -> context.runOnContext(now -> own.complete(done.result(), done.cause())));
        return own.future();
    }

    private void keep(String id, Kept document) {
        if (kept.size() >= MOST_KEPT) {
            Instant now = clock.instant();
            kept.values().removeIf(old -> !now.isBefore(old.until()));
            if (kept.size() >= MOST_KEPT) {
                kept.clear();
            }
        }
        kept.put(id, document);
    }

    private static URI address(String id) {
        try {
            URI uri = new URI(id);
            String path = uri.getRawPath();
            boolean bad = id.length() > MAX_ID
                    || uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || uri.getRawFragment() != null
                    || path == null
                    || path.length() < 2
                    || !uri.normalize().getRawPath().equals(path);
            if (!bad) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw OAuthError.invalidClient(
                "a client_id that is an address is https with a path, without dot segments, fragment and user"
                        + " information, and has at most " + MAX_ID + " characters");
    }

    private static OAuthClient parse(String id, String text, List<String> customSchemes) {
        JsonObject json;
        try {
            json = new JsonObject(text);
        } catch (DecodeException | ClassCastException e) {
            throw OAuthError.invalidClient("the client ID metadata document at " + id + " is not a JSON object");
        }
        if (!id.equals(json.getValue("client_id"))) {
            throw OAuthError.invalidClient(
                    "the client_id in the client ID metadata document is not the address of the document");
        }
        Object method = json.getValue("token_endpoint_auth_method");
        if (json.containsKey("client_secret") || (method != null && !method.equals("none"))) {
            throw OAuthError.invalidClient(
                    "the client of a client ID metadata document is a public one here: token_endpoint_auth_method none");
        }
        List<String> redirects = new ArrayList<>();
        if (json.getValue("redirect_uris") instanceof JsonArray array) {
            for (Object element : array) {
                String redirect = String.valueOf(element);
                String problem = RedirectUris.problem(redirect, customSchemes);
                if (problem == null) {
                    redirects.add(redirect);
                } else {
                    // The document was not made for this gateway alone: what is not allowed here is left out.
                    LOG.debug("a redirect URI of {} is left out: {}", id, problem);
                }
            }
        }
        if (redirects.isEmpty()) {
            throw OAuthError.invalidClient(
                    "the client ID metadata document at " + id + " lists no redirect URI that is allowed here");
        }
        return new OAuthClient(
                id,
                OAuthClient.Origin.METADATA_DOCUMENT,
                Registration.name(json.getValue("client_name"), redirects.getFirst()),
                redirects,
                null);
    }

    /** How long a document may be kept, by its {@code Cache-Control} (RFC 9111). */
    static Duration age(@Nullable String cacheControl) {
        if (cacheControl == null) {
            return USUAL_AGE;
        }
        String lower = cacheControl.toLowerCase(Locale.ROOT);
        if (lower.contains("no-store") || lower.contains("no-cache")) {
            return Duration.ZERO;
        }
        Matcher age = MAX_AGE.matcher(lower);
        if (!age.find()) {
            return USUAL_AGE;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(age.group(1)));
        return asked.compareTo(LONGEST_AGE) > 0 ? LONGEST_AGE : asked;
    }
}
