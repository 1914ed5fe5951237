package dev.mcpgateway.protocol;

/**
 * The upstream wants a token of the person's own, and there is none, or one that allows less than this needs. Nothing was sent.
 * The person opens a page of the gateway and connects their account.
 */
public final class NotConnected extends McpError {
    private final String url;

    /**
     * @param message what is missing, as a sentence without the address of the page
     * @param url the page that connects the account; it carries no authority
     */
    public NotConnected(String message, String url) {
        super(
                ErrorCode.NOT_CONNECTED,
                message + " Open " + url + " to connect it, then try again.",
                "{\"url\":" + JsonEdit.quote(url) + "}",
                403);
        this.url = url;
    }

    /** The page that connects the account. */
    public String url() {
        return url;
    }

    /**
     * The form of 2025-11-25 for clients that can open an address for their person (elicitation, URL mode required error).
     *
     * @param id names this elicitation
     */
    public McpError asElicitation(String id) {
        return new McpError(
                ErrorCode.URL_ELICITATION_REQUIRED,
                getMessage(),
                "{\"elicitations\":[{\"mode\":\"url\",\"elicitationId\":" + JsonEdit.quote(id) + ",\"url\":"
                        + JsonEdit.quote(url) + ",\"message\":" + JsonEdit.quote(getMessage()) + "}]}",
                200);
    }
}
