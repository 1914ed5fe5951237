package dev.mcpgateway.app;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.signin.grant.GrantEnded;
import dev.mcpgateway.oauth.signin.grant.ProviderGrant;
import dev.mcpgateway.oauth.signin.grant.ProviderGrants;
import dev.mcpgateway.oauth.signin.provider.ProviderSettings;
import dev.mcpgateway.provider.google.api.GoogleGrant;
import dev.mcpgateway.provider.google.api.GoogleGrants;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people granted when they signed in with Google, for the tools that act as them. */
final class GoogleAccounts implements GoogleGrants {
    private static final Logger LOG = LoggerFactory.getLogger(GoogleAccounts.class);

    private final ProviderGrants grants;

    GoogleAccounts(ProviderGrants grants) {
        this.grants = grants;
    }

    @Override
    public Future<GoogleGrant> of(Person person) {
        return grants.current(person).transform(found -> {
            ProviderGrant grant = found.result();
            if (grant == null) {
                return Future.failedFuture(explain(found.cause()));
            }
            return grant.provider().equals(ProviderSettings.GOOGLE)
                    ? Future.succeededFuture(new GoogleGrant(grant.accessToken(), grant.scopes()))
                    : Future.failedFuture(new GrantOver("The person did not sign in with Google."));
        });
    }

    /** Only Google's own word ends a grant; whatever else fails says nothing about it. */
    private static RuntimeException explain(Throwable failure) {
        if (failure instanceof GrantEnded) {
            return new GrantOver("The sign-in at Google has ended.");
        }
        LOG.warn("the token of a person at Google cannot be renewed: {}", failure.toString());
        return new GrantAway("it did not answer as it should");
    }
}
