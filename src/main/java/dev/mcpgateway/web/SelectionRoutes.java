package dev.mcpgateway.web;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.dispatch.policy.Selection;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.oauth.BrowserSession;
import dev.mcpgateway.oauth.FailureView;
import dev.mcpgateway.oauth.OAuthError;
import dev.mcpgateway.oauth.PageAnswer;
import dev.mcpgateway.session.StoredSelections;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The forms by which people switch servers and tools off and on for themselves. */
final class SelectionRoutes {
    private static final int MAX_SERVER_BYTES = 16 << 10;
    /** A page of tools, the name of each in it. */
    private static final int MAX_TOOLS_BYTES = 256 << 10;

    private static final int MOST_NAME = 256;

    private final Supplier<GatewayConfig> config;
    private final WebPages pages;
    private final AccountForms forms;
    private final UpstreamTools upstreams;
    private final StoredSelections selections;

    SelectionRoutes(
            Supplier<GatewayConfig> config,
            WebPages pages,
            AccountForms forms,
            UpstreamTools upstreams,
            StoredSelections selections) {
        this.config = config;
        this.pages = pages;
        this.forms = forms;
        this.upstreams = upstreams;
        this.selections = selections;
    }

    void mount(Router router) {
        forms.mount(router, "selection/server", MAX_SERVER_BYTES, this::server);
        forms.mount(router, "selection/tools", MAX_TOOLS_BYTES, this::tools);
    }

    private void server(RoutingContext context, BrowserSession session) {
        MultiMap fields = context.request().formAttributes();
        String on = fields.get("on");
        change(
                context,
                session,
                on == null ? fields.get("off") : on,
                "/#upstreams",
                (name, before) -> before.withUpstream(name, on != null));
    }

    private void tools(RoutingContext context, BrowserSession session) {
        MultiMap fields = context.request().formAttributes();
        List<String> shown = fields.getAll("tool");
        Set<String> checked = Set.copyOf(fields.getAll("on"));
        Map<String, Boolean> on = new HashMap<>();
        for (int i = 0; i < shown.size(); i++) {
            if (shown.get(i).length() > MOST_NAME) {
                forms.fail(context, OAuthError.invalidRequest("a tool whose name is that long cannot be switched off"));
                return;
            }
            on.put(shown.get(i), checked.contains(Integer.toString(i)));
        }
        String id = fields.get("id");
        change(
                context,
                session,
                id,
                UpstreamTools.href(String.valueOf(id), fields.get("cursor"), UpstreamTools.from(fields.get("from"))),
                (name, before) -> before.withTools(name, on));
    }

    /** What a form makes of the selection. */
    private interface Change {
        Selection apply(String upstream, Selection before);
    }

    private void change(
            RoutingContext context, BrowserSession session, @Nullable String name, String back, Change change) {
        Person person = session.person();
        String version = context.request().getFormAttribute("version");
        if (name == null || !upstreams.has(person, name) || version == null || !version.matches("[0-9]{1,18}")) {
            PageAnswer.fail(context, pages, nothing());
            return;
        }
        UnaryOperator<Selection> bounded = before -> bounded(change.apply(name, before));
        selections
                .change(person.id(), Long.parseLong(version), bounded)
                .onSuccess(done -> {
                    forms.record(context, session, AuditAction.TOOLS_SELECTED, name);
                    AccountForms.back(context, back);
                })
                .onFailure(failure -> forms.fail(context, failure));
    }

    private Selection bounded(Selection after) {
        int most = config.get().policy().switchedOff();
        if (after.size() > most) {
            throw OAuthError.invalidRequest("you can switch off at most " + most
                    + " tools one by one; switch off the whole server, or some tools on again");
        }
        return after;
    }

    private static FailureView nothing() {
        return new FailureView(
                404,
                "There is no such server",
                "None of the servers that you may use has this name.",
                "Go back to the home page.");
    }
}
