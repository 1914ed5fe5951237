package dev.mcpgateway.testing;

import dev.mcpgateway.http.Authenticator;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.identity.Scope;
import io.vertx.core.http.HttpServerRequest;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** Believes headers: {@code X-Test-Person} is an e-mail address, {@code X-Test-Client} a client, {@code X-Test-Scopes} scopes. */
public final class HeaderSignIn implements Authenticator {

    public static String as(String email) {
        return "X-Test-Person: " + email;
    }

    public static String by(String client) {
        return "X-Test-Client: " + client;
    }

    public static String scopes(String scopes) {
        return "X-Test-Scopes: " + scopes;
    }

    @Override
    public void authenticate(HttpServerRequest request, Consumer<Principal> next) {
        String email = request.getHeader("X-Test-Person");
        String scopes = request.getHeader("X-Test-Scopes");
        Set<Scope> held = scopes == null ? Scope.all() : EnumSet.noneOf(Scope.class);
        if (scopes != null) {
            for (String scope : scopes.split(" ")) {
                held.add(Scope.of(scope));
            }
        }
        next.accept(new Principal(person(email), request.getHeader("X-Test-Client"), held, "grant-" + email));
    }

    public static Person person(String email) {
        return new Person("https://idp.test", email, email, email.substring(email.indexOf('@') + 1), Set.of());
    }
}
