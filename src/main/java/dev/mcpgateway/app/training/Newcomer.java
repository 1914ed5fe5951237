package dev.mcpgateway.app.training;

import dev.mcpgateway.oauth.Hash;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Somebody who adds the gateway to an editor: the client registers, the person consents and signs in, the client gets a token. */
final class Newcomer {
    private static final String REDIRECT = "http://127.0.0.1:7777/callback";
    private static final String VERIFIER = "verifier-verifier-verifier-verifier-verifier";

    private final String base;

    Newcomer(String base) {
        this.base = base;
    }

    /** Returns an access token for {@code /mcp}. */
    String connect(String email) throws IOException {
        Visitor client = new Visitor(base);
        client.json("/mcp", "{}");
        client.get("/.well-known/oauth-protected-resource/mcp");
        client.get("/.well-known/oauth-authorization-server");
        String id = new JsonObject(client.json(
                                "/oauth/register",
                                new JsonObject()
                                        .put("client_name", "training")
                                        .put("token_endpoint_auth_method", "none")
                                        .put("redirect_uris", new JsonArray().add(REDIRECT))
                                        .encode())
                        .body())
                .getString("client_id");

        Visitor browser = new Visitor(base);
        String consent = browser.get("/oauth/authorize?response_type=code&client_id=" + encode(id) + "&redirect_uri="
                        + encode(REDIRECT) + "&state=s&code_challenge=" + encode(Hash.sha256(VERIFIER))
                        + "&code_challenge_method=S256&resource=" + encode(base + "/mcp"))
                .body();
        Visitor.Answer approved = browser.form(
                "/oauth/consent",
                "request=" + hidden(consent, "request") + "&csrf=" + hidden(consent, "csrf") + "&decision=approve");
        String login = browser.get(present(approved.location())).body();
        Visitor.Answer signedIn =
                browser.form("/oauth/login/development", "email=" + encode(email) + "&state=" + hidden(login, "state"));
        String back = present(browser.get(present(signedIn.location())).location());
        browser.get("/");

        String code = back.replaceAll(".*[?&]code=([^&]+).*", "$1");
        return new JsonObject(client.form(
                                "/oauth/token",
                                "grant_type=authorization_code&client_id=" + encode(id) + "&code=" + code
                                        + "&code_verifier=" + VERIFIER + "&redirect_uri=" + encode(REDIRECT))
                        .body())
                .getString("access_token");
    }

    /** The value of a hidden field of a page, encoded for a form. */
    private static String hidden(String page, String name) throws IOException {
        Matcher found =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page);
        if (!found.find()) {
            throw new IOException("a page has no field " + name + ": " + page);
        }
        return encode(found.group(1));
    }

    private static String present(@Nullable String location) throws IOException {
        if (location == null) {
            throw new IOException("an answer that should send the browser on does not");
        }
        return location;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
