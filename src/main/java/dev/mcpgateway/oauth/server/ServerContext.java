package dev.mcpgateway.oauth.server;

import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.oauth.BrowserSessions;
import dev.mcpgateway.oauth.Pages;
import dev.mcpgateway.oauth.client.Clients;
import dev.mcpgateway.oauth.client.RegisteredClients;
import dev.mcpgateway.oauth.client.Registration;
import dev.mcpgateway.oauth.client.RegistrationLimit;
import dev.mcpgateway.oauth.grant.Codes;
import dev.mcpgateway.oauth.grant.ConnectedClients;
import dev.mcpgateway.oauth.grant.Grants;
import dev.mcpgateway.oauth.grant.Refresh;
import dev.mcpgateway.store.RecordStore;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What the routes share, on all event loops. */
record ServerContext(
        Supplier<GatewayConfig> config,
        RecordStore store,
        Pages pages,
        BrowserSessions sessions,
        AuditLog audit,
        InstantSource clock,
        ConsentSeals seals,
        Clients clients,
        RegisteredClients registered,
        Registration registration,
        RegistrationLimit registrationLimit,
        Grants grants,
        Codes codes,
        Refresh refresh,
        ConnectedClients connected) {}
