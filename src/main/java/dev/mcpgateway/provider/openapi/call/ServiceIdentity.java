package dev.mcpgateway.provider.openapi.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpgateway.config.OpenApiAuth;
import dev.mcpgateway.config.OpenApiConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.provider.tool.ToolFailure;
import dev.mcpgateway.provider.upstream.credentials.Credentials;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What a service is shown with each call: its credentials, and who calls. Nothing of it can come from an argument. */
final class ServiceIdentity {
    private final OpenApiAuth auth;
    private final @Nullable String identityHeader;
    private final Credentials personal;

    /** @param personal the token about the caller, for {@code auth.kind: person} */
    ServiceIdentity(OpenApiConfig config, Credentials personal) {
        this.auth = config.auth();
        this.identityHeader = config.identityHeader();
        this.personal = personal;
    }

    /** Completes when a request of this person can be made; fails with {@code not_allowed} when it never can. */
    Future<Void> ready(Person person) {
        boolean needed = identityHeader != null || auth.kind() == OpenApiAuth.Kind.PERSON;
        if (needed && (person.equals(Person.ANYONE) || person.label().isBlank())) {
            return Future.failedFuture(new ToolFailure(
                    ToolFailure.NOT_ALLOWED,
                    "The service wants to know who calls, and nobody is signed in. Nothing was sent.",
                    "Sign in to the gateway."));
        }
        return auth.kind() == OpenApiAuth.Kind.PERSON ? personal.ready(person) : Future.succeededFuture();
    }

    /** Sets the headers, in place of any of the same name. */
    void addTo(MultiMap headers, Person person) {
        switch (auth.kind()) {
            case NONE -> {
                // There is nothing to show.
            }
            case BEARER -> headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + reveal(auth.token()));
            case API_KEY -> {
                if (auth.header() != null) {
                    headers.set(auth.header(), reveal(auth.token()));
                }
            }
            case BASIC -> {
                byte[] credentials = (auth.username() + ':' + reveal(auth.password())).getBytes(UTF_8);
                headers.set(
                        HttpHeaders.AUTHORIZATION,
                        "Basic " + Base64.getEncoder().encodeToString(credentials));
            }
            case PERSON -> personal.addTo(headers, person);
        }
        if (identityHeader != null) {
            headers.set(identityHeader, printable(person.label()));
        }
    }

    /** The URI with the key, where it is one in the query. */
    String addTo(String uri) {
        String name = auth.query();
        if (auth.kind() != OpenApiAuth.Kind.API_KEY || name == null) {
            return uri;
        }
        return uri
                + (uri.indexOf('?') < 0 ? '?' : '&')
                + Encoding.encode(name)
                + '='
                + Encoding.encode(reveal(auth.token()));
    }

    /** What is not printable ASCII, and the percent sign, percent-encoded. */
    private static String printable(String text) {
        StringBuilder value = new StringBuilder(text.length());
        for (byte b : text.getBytes(UTF_8)) {
            if (b > ' ' && b <= '~' && b != '%') {
                value.append((char) b);
            } else {
                value.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return value.toString();
    }

    private static String reveal(@Nullable Secret secret) {
        return secret == null ? "" : secret.reveal();
    }
}
