package dev.mcpgateway.provider.aws;

import dev.mcpgateway.protocol.Era;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.UpstreamState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one session has chosen. It is part of the session's record, as what other providers remember of a session, so every task
 * knows it and nothing of the process changes.
 *
 * @param region null where the configuration decides
 * @param profile null for none
 */
record SessionEnvironment(@Nullable String region, @Nullable String profile) {
    static final SessionEnvironment NONE = new SessionEnvironment(null, null);

    static SessionEnvironment of(Client client) {
        UpstreamState state = client.upstream(AwsProvider.NAME);
        if (state == null || state.sessionId() == null) {
            return NONE;
        }
        JsonObject json = new JsonObject(state.sessionId());
        return new SessionEnvironment(json.getString("region"), json.getString("profile"));
    }

    /** Whether the client has a session that could remember something. */
    static boolean isPossible(Client client) {
        return client.version().era() == Era.LEGACY;
    }

    Future<Void> remember(Client client) {
        String text =
                new JsonObject().put("region", region).put("profile", profile).encode();
        return client.remember(
                AwsProvider.NAME,
                equals(NONE) ? null : new UpstreamState(text, client.version().toString(), Set.of()));
    }
}
