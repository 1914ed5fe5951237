package dev.mcpgateway.oauth.signin;

/**
 * What the page shows that asks a person to grant one scope more. Its form posts {@code csrf}, {@code scope} and {@code for}.
 *
 * @param person who is signed in, and whose account it is
 * @param csrf the hidden field of the form
 * @param mark for whom the link was that led here; empty when it was for nobody in particular
 * @param service the service of Google whose tools need it, for people
 * @param scope its name
 * @param writes whether a tool could change something by it
 */
public record GoogleGrantView(String person, String csrf, String mark, String service, String scope, boolean writes) {}
