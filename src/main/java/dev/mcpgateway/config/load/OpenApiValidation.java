package dev.mcpgateway.config.load;

import dev.mcpgateway.config.AuthConfig;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.OpenApiAuth;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the REST services. */
final class OpenApiValidation {
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]+");
    private static final Pattern TOOL = Pattern.compile("[a-z0-9_]{1,64}");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");

    /** Headers that a request has anyway. */
    private static final Pattern OWN_HEADERS = Pattern.compile(
            "host|connection|keep-alive|upgrade|te|trailer|transfer-encoding|content-.*|accept|accept-encoding|expect"
                    + "|proxy-.*|cookie");

    private final Validation validation;

    OpenApiValidation(Validation validation) {
        this.validation = validation;
    }

    void check(GatewayConfig config) {
        for (OpenApiConfig service : config.openapi().values()) {
            check(service, config);
        }
    }

    private void check(OpenApiConfig service, GatewayConfig config) {
        String name = service.name();
        if (config.upstreams().containsKey(name)) {
            validation.error("openapi." + name, "has the name of an upstream as well; rename one of the two");
        }
        Path file = service.document().file();
        if (file != null && service.enabled()) {
            validation.readable("openapi." + name + ".document", file);
        }
        URI baseUrl = service.baseUrl();
        if (baseUrl != null
                && (baseUrl.getRawQuery() != null
                        || baseUrl.getRawFragment() != null
                        || baseUrl.getRawUserInfo() != null)) {
            error(name, "baseUrl", "has to be an address without user, query and fragment");
        }
        checkAuth(name, service.auth());
        checkIdentity(service, config);
        checkRename(service);
        for (String method : service.include().methods()) {
            checkMethod(name, "include.methods", method);
        }
        for (String method : service.exclude().methods()) {
            checkMethod(name, "exclude.methods", method);
        }
        if (service.retries().initial().compareTo(service.retries().max()) > 0) {
            error(name, "retries.initial", "is longer than retries.max");
        }
        if (service.timeouts().attempt().compareTo(service.timeouts().call()) > 0) {
            error(name, "timeouts.attempt", "is longer than timeouts.call, of which it is a part");
        }
    }

    private void checkAuth(String name, OpenApiAuth auth) {
        boolean token = auth.kind() == OpenApiAuth.Kind.BEARER || auth.kind() == OpenApiAuth.Kind.API_KEY;
        if (token && auth.token() == null) {
            error(
                    name,
                    "auth.token",
                    "is needed for auth.kind '" + (auth.kind() == OpenApiAuth.Kind.BEARER ? "bearer" : "api-key")
                            + "'");
        }
        if (!token && auth.token() != null) {
            error(name, "auth.token", "belongs to auth.kind 'bearer' or 'api-key'");
        }
        checkValue(name, "auth.token", auth.token());
        boolean key = auth.kind() == OpenApiAuth.Kind.API_KEY;
        if (key && (auth.header() == null) == (auth.query() == null)) {
            error(name, "auth.header", "or auth.query, one of them, is needed for auth.kind 'api-key'");
        }
        if (!key && (auth.header() != null || auth.query() != null)) {
            error(name, auth.header() != null ? "auth.header" : "auth.query", "belongs to auth.kind 'api-key'");
        }
        if (auth.header() != null && isOwn(auth.header())) {
            error(name, "auth.header", "is written by the gateway itself and cannot be set");
        }
        boolean basic = auth.kind() == OpenApiAuth.Kind.BASIC;
        String username = auth.username();
        if (basic && (username == null || auth.password() == null)) {
            error(name, "auth.username", "and auth.password are needed for auth.kind 'basic'");
        }
        if (!basic && (username != null || auth.password() != null)) {
            error(name, "auth.username", "and auth.password belong to auth.kind 'basic'");
        }
        if (username != null && username.indexOf(':') >= 0) {
            error(name, "auth.username", "holds ':', which no user name can (RFC 7617)");
        }
    }

    private void checkValue(String name, String key, @Nullable Secret secret) {
        if (secret != null && !HEADER_VALUE.matcher(secret.reveal()).matches()) {
            error(name, key, "is empty, or holds a character that no header can have");
        }
    }

    private void checkIdentity(OpenApiConfig service, GatewayConfig config) {
        String header = service.identityHeader();
        OpenApiAuth auth = service.auth();
        boolean person = auth.kind() == OpenApiAuth.Kind.PERSON;
        if (header == null && !person) {
            return;
        }
        if (config.auth().mode() == AuthConfig.Mode.NONE && service.enabled()) {
            error(
                    service.name(),
                    header == null ? "auth.kind" : "identityHeader",
                    "says who calls, while auth.mode is 'none', where nobody is known; let people sign in, or leave it out");
        }
        if (header == null) {
            return;
        }
        boolean credentials = auth.kind() == OpenApiAuth.Kind.API_KEY
                ? header.equalsIgnoreCase(auth.header())
                : auth.kind() != OpenApiAuth.Kind.NONE && header.equalsIgnoreCase("Authorization");
        if (header.isEmpty() || isOwn(header) || credentials) {
            error(service.name(), "identityHeader", "is empty, or written for something else already");
        }
    }

    private void checkRename(OpenApiConfig service) {
        Set<String> names = new HashSet<>();
        for (String pair : service.rename()) {
            String tool = pair.substring(pair.lastIndexOf('=') + 1);
            if (pair.indexOf('=') < 1 || !TOOL.matcher(tool).matches()) {
                error(service.name(), "rename", "has to hold <operation id>=<name>, the name of a-z, 0-9 and _");
            } else if (!names.add(tool)) {
                error(service.name(), "rename", "gives the name '" + tool + "' twice");
            }
        }
    }

    private void checkMethod(String name, String key, String method) {
        if (!METHODS.contains(method.toLowerCase(Locale.ROOT))) {
            error(name, key, "holds what is no method; allowed are GET, PUT, POST, DELETE, OPTIONS, HEAD, PATCH");
        }
    }

    private static boolean isOwn(String header) {
        return OWN_HEADERS.matcher(header.toLowerCase(Locale.ROOT)).matches();
    }

    private void error(String name, String key, String message) {
        validation.error("openapi." + name + '.' + key, message);
    }
}
