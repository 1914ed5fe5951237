package dev.mcpgateway.bench.process;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person who signs in on the gateway's development page, and gets a token from its command line. */
final class SignedIn {
    private static final String EMAIL = "bench@example.com";
    private static final Pattern STATE = Pattern.compile("name=\"state\" value=\"([^\"]+)\"");

    private SignedIn() {}

    /**
     * Signs in and makes a personal access token for all tools.
     *
     * @param java the command that starts the gateway's program, up to its own arguments
     */
    static String token(Server gateway, Path data, List<String> java) throws IOException, InterruptedException {
        signIn("http://127.0.0.1:" + gateway.port());
        var command = new ArrayList<>(java);
        command.addAll(List.of("token", "create", "--person", EMAIL, "--name", "bench"));
        command.addAll(List.of("--scopes", "tools:read,tools:write", "--lifetime", "1h"));
        command.addAll(List.of("--port", Integer.toString(gateway.port()), "--data-dir", data.toString()));
        Process process = new ProcessBuilder(command).start();
        String out = new String(process.getInputStream().readAllBytes()).strip();
        String err = new String(process.getErrorStream().readAllBytes());
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("no token: " + err);
        }
        return out;
    }

    private static void signIn(String origin) throws IOException, InterruptedException {
        try (var http = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            var page = HttpRequest.newBuilder(URI.create(origin + "/oauth/login?return_to=/"))
                    .build();
            Matcher state =
                    STATE.matcher(http.send(page, HttpResponse.BodyHandlers.ofString()).body());
            if (!state.find()) {
                throw new IOException("the development page has no form");
            }
            var form = HttpRequest.newBuilder(URI.create(origin + "/oauth/login/development"))
                    .header("content-type", "application/x-www-form-urlencoded")
                    .header("origin", origin)
                    .POST(HttpRequest.BodyPublishers.ofString("state=" + state.group(1) + "&email=" + EMAIL))
                    .build();
            int status = http.send(form, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 303) {
                throw new IOException("signing in was answered with status " + status);
            }
        }
    }
}
