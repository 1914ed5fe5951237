package dev.mcpgateway.provider.google.gmail;

import dev.mcpgateway.provider.google.api.GoogleRequest;
import dev.mcpgateway.provider.google.api.GoogleService;
import dev.mcpgateway.provider.google.api.GoogleTool;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.stream.Stream;

/** All tools for Gmail. */
public final class GmailTools {
    private GmailTools() {}

    /** In the order in which they are listed. */
    public static List<GoogleTool> all() {
        return Stream.of(GmailLists.tools(), GmailReading.tools(), GmailWriting.tools())
                .flatMap(List::stream)
                .toList();
    }

    /** Always the mailbox of the person whose token it is; nobody else's can be named. */
    static GoogleRequest get(String... path) {
        return GoogleRequest.get(GoogleService.GMAIL, mine(path));
    }

    static GoogleRequest post(String... path) {
        return GoogleRequest.write(GoogleService.GMAIL, HttpMethod.POST, mine(path));
    }

    /** What is too large for a request in JSON. */
    static GoogleRequest upload(String... path) {
        return GoogleRequest.write(
                GoogleService.GMAIL,
                HttpMethod.POST,
                Stream.concat(Stream.of("upload"), Stream.of(mine(path))).toArray(String[]::new));
    }

    private static String[] mine(String... path) {
        return Stream.concat(Stream.of("gmail", "v1", "users", "me"), Stream.of(path))
                .toArray(String[]::new);
    }
}
