package dev.mcpgateway.app.cost;

import dev.mcpgateway.config.CredentialsConfig;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;

/** The credentials of nobody, for an upstream that wants to know who asks: nothing is sent to it. */
final class WithoutPerson implements Credentials {
    private WithoutPerson() {}

    /** What an upstream is told when there is no person. */
    static Credentials of(UpstreamConfig upstream) {
        return upstream.credentials().kind() == CredentialsConfig.Kind.NONE ? Credentials.NONE : new WithoutPerson();
    }

    @Override
    public boolean arePersonal() {
        return true;
    }

    @Override
    public Future<Void> ready(Person person) {
        return Future.failedFuture(
                McpError.denied(
                        "it lists its tools to a person (credentials.kind); the home page of the gateway shows each what it costs"));
    }

    @Override
    public void addTo(MultiMap headers, Person person) {
        // Never sent: it is never ready.
    }
}
