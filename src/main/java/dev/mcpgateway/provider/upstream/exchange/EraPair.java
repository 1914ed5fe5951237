package dev.mcpgateway.provider.upstream.exchange;

import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.Reply;
import dev.mcpgateway.provider.ServerDescription;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * How clients of one era are served by an upstream of one era; there are four. The methods are those of {@code Provider}, for
 * the clients of that era only, and fail with {@link EraMismatch} when the upstream does not speak the era that was assumed.
 */
public interface EraPair {

    Future<ServerDescription> describe(Client client, @Nullable JsonSlice initialize);

    /** Asks the upstream for one page, in the form of the client's era. */
    Future<FreshPage> page(Client client, ListKind kind, @Nullable String cursor);

    Future<Reply> request(Call call);

    Future<Void> notify(Client client, Message notification, MultiMap headers);

    Future<Void> respond(Client client, String id, Message response, MultiMap headers);

    Future<Listening> listen(Client client, @Nullable JsonSlice filter, @Nullable String lastEventId, Push push);

    Future<Listening> resume(Client client, String lastEventId, Push push);

    Future<Void> release(Client client);
}
