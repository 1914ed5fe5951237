package dev.mcpgateway.provider.upstream;

import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.Message;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Client;
import dev.mcpgateway.provider.ListKind;
import dev.mcpgateway.provider.Listening;
import dev.mcpgateway.provider.Page;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.Push;
import dev.mcpgateway.provider.ServerDescription;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;

/** A provider whose replies can be read. */
record Asking(Provider provider) {
    Future<ServerDescription> describe(Client client, JsonSlice initialize) {
        return provider.describe(client, initialize);
    }

    Future<Page> page(Client client, ListKind kind, String cursor) {
        return provider.page(client, kind, cursor);
    }

    Future<Answered> request(Call call) {
        return provider.request(call).map(Answered::new);
    }

    Future<Void> notify(Client client, Message notification, MultiMap headers) {
        return provider.notify(client, notification, headers);
    }

    Future<Void> respond(Client client, String id, Message response, MultiMap headers) {
        return provider.respond(client, id, response, headers);
    }

    Future<Listening> listen(Client client, JsonSlice filter, String lastEventId, Push push) {
        return provider.listen(client, filter, lastEventId, push);
    }

    Future<Listening> resume(Client client, String lastEventId, Push push) {
        return provider.resume(client, lastEventId, push);
    }

    Future<Void> release(Client client) {
        return provider.release(client);
    }

    Provider.State state() {
        return provider.state();
    }
}
