package dev.mcpgateway.session;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.ProtocolVersion;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.PushedEvent;
import dev.mcpgateway.provider.UpstreamState;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A client of 2026-07-28 as one of its requests describes it: nothing about it is kept. */
public final class StatelessClient implements Client {
    private final Person person;
    private final ProtocolVersion version;
    private final JsonSlice info;
    private final JsonSlice capabilities;
    private @Nullable String key;

    /**
     * @param info {@code clientInfo} of the request's {@code _meta}
     * @param capabilities {@code clientCapabilities} of the request's {@code _meta}
     */
    public StatelessClient(Person person, ProtocolVersion version, JsonSlice info, JsonSlice capabilities) {
        this.person = person;
        this.version = version;
        this.info = info;
        this.capabilities = capabilities;
    }

    /** One for each principal, client and set of capabilities: a legacy upstream's session has the capabilities fixed. */
    @Override
    public String key() {
        if (key == null) {
            key = "stateless/" + digest(person.id(), info.toString(), capabilities.toString());
        }
        return key;
    }

    private static String digest(String... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                sha256.update((byte) (bytes.length >>> 24));
                sha256.update((byte) (bytes.length >>> 16));
                sha256.update((byte) (bytes.length >>> 8));
                sha256.update((byte) bytes.length);
                sha256.update(bytes);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public Person person() {
        return person;
    }

    @Override
    public ProtocolVersion version() {
        return version;
    }

    @Override
    public JsonSlice info() {
        return info;
    }

    @Override
    public JsonSlice capabilities() {
        return capabilities;
    }

    @Override
    public @Nullable String logLevel() {
        return null;
    }

    @Override
    public Future<Void> logLevel(String level) {
        return Future.succeededFuture();
    }

    @Override
    public @Nullable UpstreamState upstream(String provider) {
        return null;
    }

    @Override
    public Future<Void> remember(String provider, @Nullable UpstreamState state) {
        return Future.succeededFuture();
    }

    @Override
    public Push standalone() {
        return Nowhere.INSTANCE;
    }

    /** This era has no stream outside requests. */
    private enum Nowhere implements Push {
        INSTANCE;

        @Override
        public void begin() {}

        @Override
        public void send(PushedEvent event) {}

        @Override
        public boolean writeQueueFull() {
            return false;
        }

        @Override
        public void onDrain(Runnable handler) {
            handler.run();
        }
    }
}
