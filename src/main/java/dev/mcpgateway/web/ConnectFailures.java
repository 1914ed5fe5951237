package dev.mcpgateway.web;

import dev.mcpgateway.oauth.FailureView;
import dev.mcpgateway.oauth.upstream.ConnectFailure;
import dev.mcpgateway.oauth.upstream.server.ServerFailure;

/** What the pages say when an account was not connected. */
final class ConnectFailures {
    private static final String NOTHING_DONE = " Nothing was connected.";

    private ConnectFailures() {}

    static FailureView of(Throwable failure) {
        return switch (failure) {
            case ConnectFailure refused -> of(refused);
            case ServerFailure server -> of(server);
            default -> AccountForms.unavailable(failure);
        };
    }

    private static FailureView of(ConnectFailure refused) {
        return switch (refused.kind()) {
            case UNKNOWN ->
                new FailureView(
                        400,
                        "That is over",
                        "This answer belongs to nothing that you have begun here, was used before, or came too late."
                                + NOTHING_DONE,
                        "Go to the home page and connect the account from there.");
            case OTHER_PERSON ->
                new FailureView(
                        403,
                        "Somebody else began this",
                        "Somebody else, or another browser, began to connect this account." + NOTHING_DONE,
                        "If you want to connect an account of your own, do it from the home page.");
            case OTHER_SERVER ->
                new FailureView(
                        403,
                        "That came from another server",
                        "The answer is not one of the server that you were sent to." + NOTHING_DONE,
                        "Try again. If it happens again, tell whoever runs the gateway: somebody may be trying to get at"
                                + " your account.");
            case CHANGED ->
                new FailureView(
                        409,
                        "The server has changed",
                        "Its address was changed while you were connecting." + NOTHING_DONE,
                        "Try again from the home page.");
            case DENIED ->
                new FailureView(
                        403,
                        "It was not allowed",
                        "You, or the server, did not allow the gateway to act for you." + NOTHING_DONE,
                        "If that was a mistake, try again from the home page.");
        };
    }

    private static FailureView of(ServerFailure server) {
        return switch (server.kind()) {
            case UNREACHABLE ->
                new FailureView(
                        503,
                        "The server does not answer",
                        "The server that you would sign in to cannot be asked at the moment." + NOTHING_DONE,
                        "Try again later.");
            case UNACCEPTABLE, CLIENT_UNKNOWN, GRANT_OVER, REFUSED ->
                new FailureView(
                        502,
                        "That does not work with this server",
                        "The gateway and the server that you would sign in to do not get along." + NOTHING_DONE,
                        "Try again once. Then tell whoever runs the gateway; the log says why.");
        };
    }

    static FailureView nothing() {
        return new FailureView(
                404,
                "There is nothing to connect",
                "None of the servers that you may use has this name and wants an account of yours.",
                "Go back to the home page.");
    }

    static FailureView linkOfAnother(String person) {
        return new FailureView(
                403,
                "This link was made for somebody else",
                "You are signed in as " + person + ", and the link is not yours." + NOTHING_DONE,
                "Connect an account of your own from the home page, or sign in as the person whom the link is for.");
    }

    static FailureView signedOut() {
        return new FailureView(
                401,
                "You are signed out",
                "Nobody is signed in to the gateway in this browser any more." + NOTHING_DONE,
                "Go to the home page, sign in, and connect the account again.");
    }
}
