package dev.mcpgateway.web;

import java.util.List;

/**
 * What the page shows that asks a person to connect an account at an upstream.
 *
 * @param person who is signed in, and whose account it will be
 * @param csrf the hidden field of the form
 * @param upstream its name
 * @param mark for whom the link was that led here; empty when it was for nobody in particular
 * @param address the upstream's
 * @param server the host of the authorization server that the browser will be sent to
 * @param scopes what it will be asked for, in its own words; may be empty
 * @param connected whether there is an account already
 */
public record ConnectView(
        String person,
        String csrf,
        String upstream,
        String mark,
        String address,
        String server,
        List<String> scopes,
        boolean connected) {
    public ConnectView {
        scopes = List.copyOf(scopes);
    }
}
