package dev.mcpgateway.config.load;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.GoogleToolsConfig;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.UpstreamConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks the tools for Google Workspace, which have no prefix, against the names of everything else that has some. */
final class GoogleValidation {
    private static final String NAME = "google";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Validation validation;
    private final Places places;

    GoogleValidation(Validation validation, Places places) {
        this.validation = validation;
        this.places = places;
    }

    void check(GatewayConfig config) {
        checkAddresses(config.google().baseUrls());
        if (!config.offersGoogle()) {
            return;
        }
        for (UpstreamConfig upstream : config.enabledUpstreams()) {
            checkName(upstream.name(), "upstreams." + NAME);
            checkPrefix(config, config.prefix(upstream), places.upstream(upstream.name(), "prefix"));
        }
        for (OpenApiConfig service : config.enabledOpenApi()) {
            checkName(service.name(), "openapi." + NAME);
            checkPrefix(config, config.prefix(service), "openapi." + service.name() + ".prefix");
        }
    }

    private void checkName(String name, String path) {
        if (name.equals(NAME)) {
            validation.error(
                    path,
                    "has the name of the tools for Google Workspace; rename it, or switch all of google.services off");
        }
    }

    private void checkPrefix(GatewayConfig config, String prefix, String path) {
        for (String taken : prefixes(config.google().services())) {
            if (!prefix.isEmpty() && (prefix.startsWith(taken) || taken.startsWith(prefix))) {
                validation.error(
                        path,
                        "its tools, '" + prefix + "…', cannot be told from '" + taken
                                + "…' of the tools for Google Workspace; give it another prefix, or switch"
                                + " google.services." + taken.replace("_", "") + " off");
            }
        }
    }

    private static List<String> prefixes(GoogleToolsConfig.Services services) {
        List<String> prefixes = new ArrayList<>();
        add(prefixes, services.gmail(), "gmail_");
        add(prefixes, services.calendar(), "calendar_");
        add(prefixes, services.drive(), "drive_");
        add(prefixes, services.docs(), "docs_");
        add(prefixes, services.sheets(), "sheets_");
        add(prefixes, services.slides(), "slides_");
        return prefixes;
    }

    private static void add(List<String> prefixes, boolean on, String prefix) {
        if (on) {
            prefixes.add(prefix);
        }
    }

    private void checkAddresses(GoogleToolsConfig.BaseUrls urls) {
        checkAddress("gmail", urls.gmail());
        checkAddress("calendar", urls.calendar());
        checkAddress("drive", urls.drive());
        checkAddress("docs", urls.docs());
        checkAddress("sheets", urls.sheets());
        checkAddress("slides", urls.slides());
        checkAddress("account", urls.account());
    }

    /** A person's token goes there. */
    private void checkAddress(String key, URI address) {
        String host = address.getHost();
        boolean loopback = "http".equals(address.getScheme()) && host != null && LOOPBACK.contains(host);
        if (host == null || address.getRawQuery() != null || !("https".equals(address.getScheme()) || loopback)) {
            validation.error(
                    "google.baseUrls." + key, "has to be an https address without a query; http is for loopback only");
        }
    }
}
