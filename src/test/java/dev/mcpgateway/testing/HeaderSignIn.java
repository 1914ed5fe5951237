package dev.mcpgateway.testing;

import dev.mcpgateway.http.Authenticator;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.identity.Scope;
import io.vertx.core.http.HttpServerRequest;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Believes headers: {@code X-Test-Person} is an e-mail address, {@code X-Test-Client} a client, {@code X-Test-Scopes} scopes,
 * {@code X-Test-Address} the one address that the client may use.
 */
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

    public static String at(String address) {
        return "X-Test-Address: " + address;
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
        String address = request.getHeader("X-Test-Address");
        next.accept(new Principal(
                person(email),
                request.getHeader("X-Test-Client"),
                held,
                "grant-" + email,
                address == null ? "" : address));
    }

    public static Person person(String email) {
        return new Person("https://idp.test", email, email, email.substring(email.indexOf('@') + 1), Set.of());
    }
}
