package dev.mcpgateway.web;

import dev.mcpgateway.oauth.ConsentView;
import dev.mcpgateway.oauth.FailureView;
import dev.mcpgateway.oauth.Pages;
import dev.mcpgateway.oauth.signin.GoogleGrantView;
import dev.mcpgateway.oauth.signin.SignInPages;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;

/** The pages of sign-in and consent. Made once, used by every event loop. */
public final class WebPages implements Pages, SignInPages {
    private final Stylesheet stylesheet = Stylesheet.load();
    private final Templates templates = new Templates(stylesheet.path());

    /** Adds what pages load. */
    public void mount(Router router) {
        stylesheet.mount(router);
    }

    @Override
    public String consent(ConsentView view) {
        return templates.render("consent", Map.of("view", view));
    }

    @Override
    public String failure(FailureView view) {
        return templates.render("failure", Map.of("view", view));
    }

    @Override
    public String choose(List<Choice> choices) {
        return templates.render("choose", Map.of("choices", choices));
    }

    @Override
    public String development(String state) {
        return templates.render("development", Map.of("state", state));
    }

    @Override
    public String unconfigured(List<String> missing) {
        return templates.render("unconfigured", Map.of("missing", missing));
    }

    @Override
    public String signedOut() {
        return templates.render("signedout", Map.of());
    }

    @Override
    public String googleGrant(GoogleGrantView view) {
        return templates.render("googlegrant", Map.of("view", view));
    }

    /** Says that an account elsewhere is connected. */
    public String connected(ConnectedView view) {
        return templates.render("connected", Map.of("view", view));
    }

    Templates templates() {
        return templates;
    }
}
