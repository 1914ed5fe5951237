package dev.mcpgateway.provider.google;

import dev.mcpgateway.config.GoogleToolsConfig;
import dev.mcpgateway.provider.Provider;
import dev.mcpgateway.provider.google.api.GoogleClient;
import dev.mcpgateway.provider.google.api.GoogleGrants;
import dev.mcpgateway.provider.google.api.GoogleService;
import dev.mcpgateway.provider.google.api.GoogleTool;
import dev.mcpgateway.provider.google.calendar.CalendarTools;
import dev.mcpgateway.provider.google.docs.DocsTools;
import dev.mcpgateway.provider.google.drive.DriveTools;
import dev.mcpgateway.provider.google.gmail.GmailTools;
import dev.mcpgateway.provider.google.sheets.SheetsTools;
import dev.mcpgateway.provider.google.slides.SlidesTools;
import dev.mcpgateway.provider.tool.Tool;
import dev.mcpgateway.provider.tool.ToolProvider;
import dev.mcpgateway.provider.tool.ToolServer;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** All tools of each service, in the order in which they are listed, whatever is switched on. */
    public static Map<GoogleService, List<GoogleTool>> all(InstantSource clock) {
        Map<GoogleService, List<GoogleTool>> all = new LinkedHashMap<>();
        all.put(GoogleService.ACCOUNT, AccountTools.all());
        all.put(GoogleService.GMAIL, GmailTools.all());
        all.put(GoogleService.CALENDAR, CalendarTools.all(clock));
        all.put(GoogleService.DRIVE, DriveTools.all());
        all.put(GoogleService.DOCS, DocsTools.all());
        all.put(GoogleService.SHEETS, SheetsTools.all());
        all.put(GoogleService.SLIDES, SlidesTools.all());
        return all;
    }

    /** The tools that a configuration switches on. */
    public static List<GoogleTool> of(GoogleToolsConfig config, InstantSource clock) {
        List<GoogleTool> on = new ArrayList<>();
        all(clock).forEach((service, tools) -> {
            if (service.isOn(config.services())) {
                tools.stream()
                        .filter(tool -> tool.isReadOnly() || !config.readOnly())
                        .forEach(on::add);
            }
        });
        return on;
    }

    private List<Tool> tools(GoogleToolsConfig config) {
        List<GoogleTool> on = of(config, clock);
        on.forEach(tool -> LOG.debug("Registered tool {}", tool.definition().name()));
        LOG.info("Google Workspace has {} tools", on.size());
        return on.stream().map(tool -> tool.with(parts)).toList();
    }

    /** Closes the connections. */
    public Future<Void> close() {
        return provider.close().eventually(() -> parts.client().close());
    }
}
