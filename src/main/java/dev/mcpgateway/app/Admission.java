package dev.mcpgateway.app;

import dev.mcpgateway.dispatch.policy.Selections;
import dev.mcpgateway.http.Authenticator;
import dev.mcpgateway.http.PublicRoutes;
import dev.mcpgateway.session.Revocation;
import java.util.function.Consumer;

/**
 * Who gets in, and how.
 *
 * @param authenticator who makes a request to a transport
 * @param routes where people and clients sign in
 * @param onRevoked takes what is to be told of each revocation, on any thread
 * @param selections what people have switched off
 */
record Admission(
        Authenticator authenticator,
        PublicRoutes routes,
        Consumer<Consumer<Revocation>> onRevoked,
        Selections selections) {

    /** Everybody, without more ado: {@code --auth none}. */
    static final Admission ANYONE =
            new Admission(Authenticator.ANYONE, PublicRoutes.NONE, listener -> {}, Selections.NONE);
}
