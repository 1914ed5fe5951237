package dev.mcpgateway.provider.google;

import dev.mcpgateway.config.GoogleToolsConfig;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.google.api.GoogleClient;
import dev.mcpgateway.provider.google.api.GoogleGrants;
import dev.mcpgateway.provider.google.api.GoogleService;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.google.calendar.CalendarTools;
import dev.mcpgateway.provider.google.gmail.GmailTools;
import dev.mcpgateway.provider.google.sheets.SheetsTools;
import dev.mcpgateway.provider.google.slides.SlidesTools;
import dev.mcpgateway.provider.tool.Tool;
import dev.mcpgateway.provider.tool.ToolProvider;
import dev.mcpgateway.provider.tool.ToolServer;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tools for Google Workspace that a configuration switches on. */
public final class GoogleProvider {
    /** Its name among providers. */
    public static final String NAME = "google";

    private static final Logger LOG = LoggerFactory.getLogger(GoogleProvider.class);

    private final GoogleTool.Parts parts;
    private final InstantSource clock;
    private final ToolProvider provider;
    private GoogleToolsConfig.Services services;
    private boolean readOnly;

    /**
     * @param client is closed with this
     * @param version the gateway's own
     */
    public GoogleProvider(
            GoogleClient client, GoogleGrants grants, GoogleToolsConfig config, String version, InstantSource clock) {
        this.parts = new GoogleTool.Parts(client, grants);
        this.clock = clock;
        this.services = config.services();
        this.readOnly = config.readOnly();
        this.provider = new ToolProvider(
                new ToolServer(
                        NAME,
                        "Google Workspace",
                        version,
                        "Acts as the signed-in person. An insufficient_scope or token_expired result has a link: show it to"
                                + " the person, then call again."),
                tools(config));
    }

    /** As the endpoints serve it. */
    public Provider provider() {
        return provider;
    }

    /** Takes over another configuration; clients are told when the list changes. */
    public void configure(GoogleToolsConfig config) {
        if (!config.services().equals(services) || config.readOnly() != readOnly) {
            services = config.services();
            readOnly = config.readOnly();
            provider.replace(tools(config));
        }
    }

    private List<Tool> tools(GoogleToolsConfig config) {
        List<Tool> tools = new ArrayList<>();
        add(tools, config, GoogleService.ACCOUNT, AccountTools.all());
        add(tools, config, GoogleService.GMAIL, GmailTools.all());
        add(tools, config, GoogleService.CALENDAR, CalendarTools.all(clock));
        add(tools, config, GoogleService.SHEETS, SheetsTools.all());
        add(tools, config, GoogleService.SLIDES, SlidesTools.all());
        LOG.info("Google Workspace has {} tools", tools.size());
        return tools;
    }

    private void add(List<Tool> tools, GoogleToolsConfig config, GoogleService service, List<GoogleTool> those) {
        if (service.isOn(config.services())) {
            for (GoogleTool tool : those) {
                if (tool.isReadOnly() || !config.readOnly()) {
                    LOG.debug("Registered tool {}", tool.definition().name());
                    tools.add(tool.with(parts));
                }
            }
        }
    }

    /** Closes the connections. */
    public Future<Void> close() {
        return provider.close().eventually(() -> parts.client().close());
    }
}
