package dev.mcpgateway.session;

/**
 * Who makes a request.
 *
 * @param id stable and unique: what sessions are bound to
 */
public record Principal(String id) {

    /** Everybody, where there is no sign-in: {@code --auth none}. */
    public static final Principal ANYONE = new Principal("anyone");
}
