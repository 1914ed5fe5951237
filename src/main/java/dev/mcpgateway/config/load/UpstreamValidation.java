package dev.mcpgateway.config.load;

import dev.mcpgateway.config.CredentialsConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.config.UpstreamOAuthConfig;
import dev.mcpgateway.config.UpstreamTransport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks one upstream as a whole. */
final class UpstreamValidation {
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\uffff]*");

    /** Headers that the transport writes itself. */
    private static final Pattern OWN_HEADERS = Pattern.compile(
            "host|connection|keep-alive|upgrade|te|trailer|transfer-encoding|content-.*|accept|accept-encoding"
                    + "|expect|proxy-.*|mcp-.*|last-event-id");

    /** What a client says about itself to the gateway is not the upstream's business. */
    private static final Pattern PRIVATE_HEADERS =
            Pattern.compile("cookie|authorization|x-user-.*|forwarded|x-forwarded-.*|x-real-ip");

    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.\\[\\]:-]+");
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]+");
    private static final int LEAST_SECRET = 32;

    private final Validation validation;
    private final Places places;

    UpstreamValidation(Validation validation, Places places) {
        this.validation = validation;
        this.places = places;
    }

    void check(UpstreamConfig upstream) {
        checkCredentials(upstream);
        switch (upstream.transport()) {
            case UpstreamTransport.Http http -> checkHttp(upstream.name(), http);
            case UpstreamTransport.Stdio stdio -> checkStdio(upstream.name(), stdio);
        }
    }

    /** What people are to an upstream stands or falls with who may write the header. */
    private void checkCredentials(UpstreamConfig upstream) {
        CredentialsConfig credentials = upstream.credentials();
        String name = upstream.name();
        if (credentials.kind() != CredentialsConfig.Kind.OAUTH
                && !credentials.oauth().equals(UpstreamOAuthConfig.defaults())) {
            error(name, "credentials.oauth", "needs credentials.kind: oauth");
        }
        if (credentials.kind() == CredentialsConfig.Kind.NONE) {
            return;
        }
        String header = credentials.headerName();
        if (upstream.shared()) {
            error(name, "shared", "cannot stand beside 'credentials': people would speak through each other's session");
        }
        if (refused(header, OWN_HEADERS)) {
            error(name, "credentials.header", "is written by the gateway itself and cannot be set");
        }
        switch (upstream.transport()) {
            case UpstreamTransport.Stdio _ ->
                error(name, "credentials.kind", "needs a remote server; a process is sent no headers");
            case UpstreamTransport.Http http -> {
                for (String forwarded : http.forwardHeaders()) {
                    if (forwarded.equalsIgnoreCase(header) || forwarded.equalsIgnoreCase(header + "-Signature")) {
                        error(name, "forwardHeaders", "lists " + forwarded + ", by which clients could be anybody");
                    }
                }
                if (http.headers().keySet().stream().anyMatch(header::equalsIgnoreCase)) {
                    error(name, "credentials.header", "is among 'headers' as well; leave one of them out");
                }
            }
        }
        Secret secret = credentials.secret();
        boolean signed = credentials.kind() == CredentialsConfig.Kind.USER_ID;
        if (signed && (secret == null || secret.reveal().getBytes(StandardCharsets.UTF_8).length < LEAST_SECRET)) {
            error(name, "credentials.secret", "is needed for 'user-id', with at least " + LEAST_SECRET + " bytes");
        }
        if (!signed && secret != null) {
            error(name, "credentials.secret", "belongs to 'user-id'; a 'jwt' is signed by keys of the gateway");
        }
        if (credentials.kind() == CredentialsConfig.Kind.OAUTH) {
            checkOAuth(name, credentials);
        }
    }

    private void checkOAuth(String name, CredentialsConfig credentials) {
        UpstreamOAuthConfig oauth = credentials.oauth();
        if (credentials.header() != null) {
            error(name, "credentials.header", "cannot be chosen for 'oauth': a token goes into Authorization");
        }
        if (oauth.clientSecret() != null && (oauth.clientId() == null || oauth.issuer() == null)) {
            error(
                    name,
                    "credentials.oauth.clientSecret",
                    "needs clientId and issuer beside it: it is sent to that authorization server alone, whatever the"
                            + " server's metadata says");
        }
        URI issuer = oauth.issuer();
        if (issuer != null
                && (issuer.getHost() == null
                        || !("https".equals(issuer.getScheme()) || "http".equals(issuer.getScheme()))
                        || issuer.getRawQuery() != null
                        || issuer.getRawFragment() != null
                        || issuer.getRawUserInfo() != null)) {
            error(name, "credentials.oauth.issuer", "has to be an http(s) address without user, query and fragment");
        }
        for (String origin : oauth.allowedOrigins()) {
            if (!ORIGIN.matcher(origin).matches()) {
                error(
                        name,
                        "credentials.oauth.allowedOrigins",
                        "holds what is no origin; allowed is http(s)://host[:port] in lower case");
            }
        }
        for (String scope : oauth.scopes()) {
            if (!SCOPE.matcher(scope).matches()) {
                error(name, "credentials.oauth.scopes", "holds what is no scope (RFC 6749, section 3.3)");
            }
        }
    }

    private void checkHttp(String name, UpstreamTransport.Http http) {
        if (http.url().getRawUserInfo() != null) {
            error(name, "url", "holds a user name; put credentials into 'headers'");
        }
        if (http.url().getRawFragment() != null) {
            error(name, "url", "has a fragment (#…), which no server sees");
        }
        http.headers().forEach((header, value) -> {
            if (refused(header, OWN_HEADERS)) {
                error(name, "headers." + header, "is written by the gateway itself and cannot be set");
            } else if (!HEADER_NAME.matcher(header).matches()) {
                error(name, "headers", "has a name that no header can have");
            } else if (!HEADER_VALUE.matcher(value.reveal()).matches()) {
                error(name, "headers." + header, "holds a line break or control character");
            }
        });
        for (String header : http.forwardHeaders()) {
            if (refused(header, OWN_HEADERS) || refused(header, PRIVATE_HEADERS)) {
                error(name, "forwardHeaders", "lists " + header + ", which is never passed on");
            } else if (!HEADER_NAME.matcher(header).matches()) {
                error(name, "forwardHeaders", "has a name that no header can have");
            }
        }
        UpstreamTransport.Tls tls = http.tls();
        if (tls != null) {
            checkTls(name, http, tls);
        }
    }

    private void checkTls(String name, UpstreamTransport.Http http, UpstreamTransport.Tls tls) {
        if (!"https".equals(http.url().getScheme())) {
            error(name, "tls", "needs a url that begins with https");
        }
        if ((tls.certFile() == null) != (tls.keyFile() == null)) {
            error(name, "tls", "needs certFile and keyFile together");
        }
        readable(name, "tls.caFile", tls.caFile());
        readable(name, "tls.certFile", tls.certFile());
        readable(name, "tls.keyFile", tls.keyFile());
    }

    private void checkStdio(String name, UpstreamTransport.Stdio stdio) {
        if (stdio.command().isBlank()) {
            error(name, "command", "is empty; it has to name a program");
        }
        if (holdsNul(List.of(stdio.command())) || holdsNul(stdio.args())) {
            error(name, "args", "holds a NUL character");
        }
        for (Map.Entry<String, Secret> variable : stdio.env().entrySet()) {
            String key = variable.getKey();
            if (key.isEmpty()
                    || key.indexOf('=') >= 0
                    || holdsNul(List.of(key, variable.getValue().reveal()))) {
                error(name, "env", "holds a variable that no process can have");
            }
        }
        Path cwd = stdio.cwd();
        if (cwd != null && !Files.isDirectory(cwd)) {
            error(name, "cwd", cwd + " is not a directory");
        }
        if (stdio.restart().initial().compareTo(stdio.restart().max()) > 0) {
            error(name, "restart.initial", "is longer than restart.max");
        }
    }

    private static boolean holdsNul(List<String> texts) {
        return texts.stream().anyMatch(text -> text.indexOf('\0') >= 0);
    }

    private static boolean refused(String header, Pattern names) {
        return names.matcher(header.toLowerCase(Locale.ROOT)).matches();
    }

    private void readable(String name, String key, @Nullable Path file) {
        if (file != null) {
            validation.readable(places.upstream(name, key), file);
        }
    }

    private void error(String name, String key, String message) {
        validation.error(places.upstream(name, key), message);
    }
}
