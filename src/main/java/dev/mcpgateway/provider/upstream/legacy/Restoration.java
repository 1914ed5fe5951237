package dev.mcpgateway.provider.upstream.legacy;

import dev.mcpgateway.protocol.JsonEdit;
import dev.mcpgateway.protocol.JsonLimits;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.protocol.Messages;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.UpstreamState;
import dev.mcpgateway.provider.upstream.channel.Answer;
import dev.mcpgateway.provider.upstream.channel.Outbound;
import dev.mcpgateway.provider.upstream.exchange.Exchange;
import dev.mcpgateway.provider.upstream.exchange.Upstream;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings a new session to where the lost one was: its subscriptions and its log level. */
final class Restoration {
    private final Upstream upstream;

    Restoration(Upstream upstream) {
        this.upstream = upstream;
    }

    /** @param before what is known of the lost session; null when there was none */
    Future<Void> restore(Client client, LegacySession session, @Nullable UpstreamState before) {
        Future<Void> restored = Future.succeededFuture();
        for (String uri : before == null ? Set.<String>of() : before.subscriptions()) {
            restored = restored.compose(done -> ask(session, McpMethod.RESOURCES_SUBSCRIBE, "uri", uri))
                    .map(answer -> {
                        session.subscribed(uri);
                        return null;
                    });
        }
        String level = client.logLevel();
        if (level != null && before != null && session.capability("logging") != null) {
            restored = restored.compose(done -> ask(session, McpMethod.LOGGING_SET_LEVEL, "level", level))
                    .mapEmpty();
        }
        return restored;
    }

    private Future<Answer> ask(LegacySession session, String method, String param, String value) {
        String params = "{\"" + param + "\":" + JsonEdit.quote(value) + "}";
        Message request = Message.parse(Messages.requestMessage(upstream.nextId(), method, params), JsonLimits.DEFAULT);
        Duration deadline = upstream.config().deadlines().initialize();
        return Exchange.within(
                upstream,
                deadline,
                session.channel(),
                new Outbound(request, HttpHeaders.headers()),
                OutsideCalls.IGNORED);
    }
}
