package dev.mcpgateway.oauth.signin.grant;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.PersonCheck;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Asks after a person by refreshing what they granted: a provider refuses that for somebody who left. Whoever has nothing to
 * refresh cannot be asked after and stays, unless the grant was ended and not renewed since.
 */
public final class PersonAtProvider implements PersonCheck {
    private final ProviderGrants grants;
    private final Supplier<Duration> recheck;
    private final InstantSource clock;

    /** @param recheck how often a provider is asked at most */
    public PersonAtProvider(ProviderGrants grants, Supplier<Duration> recheck, InstantSource clock) {
        this.grants = grants;
        this.recheck = recheck;
        this.clock = clock;
    }

    @Override
    public Future<Boolean> isStillThere(Person person) {
        return grants.hasEnded(person).compose(ended -> {
            if (ended) {
                return Future.succeededFuture(false);
            }
            return grants.find(person).compose(grant -> {
                if (grant == null || grant.refreshToken() == null) {
                    return Future.succeededFuture(true);
                }
                return grants.confirmedSince(person, clock.instant().minus(recheck.get()))
                        .map(true)
                        .recover(failure -> failure instanceof GrantEnded
                                ? Future.succeededFuture(false)
                                : Future.failedFuture(failure));
            });
        });
    }
}
