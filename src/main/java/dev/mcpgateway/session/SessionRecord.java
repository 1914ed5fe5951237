package dev.mcpgateway.session;

import dev.mcpgateway.provider.UpstreamState;
import dev.mcpgateway.store.StoredRecord;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An MCP session of a client that speaks 2025-11-25 or earlier: all that another task needs to go on with it.
 *
 * @param id 256 random bits as base64url; a secret, which is why a record is stored under its hash
 * @param principal the id of whom the session belongs to; nobody else may use it
 * @param endpoint the path that it was opened at: {@code /mcp} or {@code /mcp/<upstream>}
 * @param transport how the client reaches the gateway
 * @param protocolVersion the version negotiated with the client
 * @param client the OAuth client that alone may post to the session, whose id stands in an address; null for any, and
 *     where nobody signs in
 * @param clientInfo {@code clientInfo} of the client's {@code initialize}, JSON as it came
 * @param clientCapabilities {@code capabilities} of the client's {@code initialize}, JSON as it came
 * @param logLevel the level of {@code logging/setLevel}; null when the client set none
 * @param upstreams what is needed to go on with the upstream sessions, by the upstream's name
 * @param task the id of the task that alone can serve the session, because it holds a stream, a process or a connection of
 *     it; null when any can
 * @param createdAt to the millisecond
 * @param lastSeen to the millisecond
 */
public record SessionRecord(
        String id,
        String principal,
        String endpoint,
        SessionTransport transport,
        String protocolVersion,
        @Nullable String client,
        Buffer clientInfo,
        Buffer clientCapabilities,
        @Nullable String logLevel,
        Map<String, UpstreamState> upstreams,
        @Nullable String task,
        Instant createdAt,
        Instant lastSeen) {

    /** {@link StoredRecord#kind()} of these records. */
    public static final String KIND = "mcp-session";

    private static final int ID_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    public SessionRecord {
        upstreams = Collections.unmodifiableMap(new LinkedHashMap<>(upstreams));
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        lastSeen = lastSeen.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A new session id. */
    public static String newId() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return BASE64URL.encodeToString(bytes);
    }

    /** The key of the record of that session id, which may be anything that a client sent. */
    public static String key(String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return KIND + "/" + BASE64URL.encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** A session that was just negotiated: no upstream sessions, no log level. */
    public static SessionRecord create(
            String id,
            String principal,
            String endpoint,
            SessionTransport transport,
            String protocolVersion,
            Buffer clientInfo,
            Buffer clientCapabilities,
            Instant now) {
        return new SessionRecord(
                id,
                principal,
                endpoint,
                transport,
                protocolVersion,
                null,
                clientInfo,
                clientCapabilities,
                null,
                Map.of(),
                null,
                now,
                now);
    }

    /**
     * This session as a record to put.
     *
     * @param version the version that was read, 0 for a new session
     */
    public StoredRecord toStored(long version, Instant expiresAt) {
        return new StoredRecord(
                key(id), KIND, "sessions/" + principal, version, expiresAt, SessionRecordCodec.encode(this));
    }

    /**
     * The session in a record. Fails with {@link MalformedSessionRecord} when the record is of another kind, belongs to
     * another id, or cannot be read.
     *
     * @param id the id under whose {@link #key} it was found; the record itself does not hold it
     */
    public static SessionRecord fromStored(String id, StoredRecord stored) {
        if (!stored.kind().equals(KIND) || !stored.key().equals(key(id))) {
            throw new MalformedSessionRecord(stored.key() + " is not the record of this session", null);
        }
        return SessionRecordCodec.decode(id, stored.value());
    }

    /** Last used then, unless another task saw it used later. */
    public SessionRecord withLastSeen(Instant now) {
        return copy(logLevel, upstreams, task, now.isBefore(lastSeen) ? lastSeen : now);
    }

    /** With the version that {@code initialize} ended with. */
    public SessionRecord withProtocolVersion(String negotiated) {
        return copy(negotiated, client, logLevel, upstreams, task, lastSeen);
    }

    /** For that OAuth client alone. */
    public SessionRecord withClient(@Nullable String id) {
        return copy(protocolVersion, id, logLevel, upstreams, task, lastSeen);
    }

    /** Served by that task alone; by any when it is null. */
    public SessionRecord withTask(@Nullable String id) {
        return copy(logLevel, upstreams, id, lastSeen);
    }

    /** The key of this session's record. */
    String storeKey() {
        return key(id);
    }

    public SessionRecord withLogLevel(String level) {
        return copy(level, upstreams, task, lastSeen);
    }

    /** With this state in place of the one that was there under the name, if any. */
    public SessionRecord withUpstream(String upstream, UpstreamState state) {
        Map<String, UpstreamState> changed = new LinkedHashMap<>(upstreams);
        changed.put(upstream, state);
        return copy(logLevel, changed, task, lastSeen);
    }

    /** Without the upstream session of that name. */
    public SessionRecord withoutUpstream(String upstream) {
        Map<String, UpstreamState> changed = new LinkedHashMap<>(upstreams);
        changed.remove(upstream);
        return copy(logLevel, changed, task, lastSeen);
    }

    private SessionRecord copy(
            @Nullable String newLogLevel,
            Map<String, UpstreamState> newUpstreams,
            @Nullable String newTask,
            Instant newLastSeen) {
        return copy(protocolVersion, client, newLogLevel, newUpstreams, newTask, newLastSeen);
    }

    private SessionRecord copy(
            String newProtocolVersion,
            @Nullable String newClient,
            @Nullable String newLogLevel,
            Map<String, UpstreamState> newUpstreams,
            @Nullable String newTask,
            Instant newLastSeen) {
        return new SessionRecord(
                id,
                principal,
                endpoint,
                transport,
                newProtocolVersion,
                newClient,
                clientInfo,
                clientCapabilities,
                newLogLevel,
                newUpstreams,
                newTask,
                createdAt,
                newLastSeen);
    }

    /** Without the id, which is a secret, and without what the client sent. */
    @Override
    public String toString() {
        return "SessionRecord[" + key(id) + ", " + principal + ", " + endpoint + ", " + transport.id() + ", "
                + protocolVersion + "]";
    }
}
