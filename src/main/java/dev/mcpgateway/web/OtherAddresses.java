package dev.mcpgateway.web;

import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.dispatch.Endpoints;
import dev.mcpgateway.identity.Person;
import java.util.ArrayList;
import java.util.List;

/** What a person may use beside the one address of everything. */
final class OtherAddresses {
    private OtherAddresses() {}

    static List<HomeView.OtherAddress> of(GatewayConfig config, Endpoints endpoints, Person person, String origin) {
        List<HomeView.OtherAddress> addresses = new ArrayList<>();
        for (String path : endpoints.sets(UpstreamTools.principal(person))) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            addresses.add(new HomeView.OtherAddress("The set " + name + ", for MCP clients", origin + path));
        }
        if (config.api().enabled()) {
            addresses.add(new HomeView.OtherAddress(
                    "The HTTP API, for programs that do not speak MCP", origin + "/api/tools/list"));
        }
        return addresses;
    }
}
