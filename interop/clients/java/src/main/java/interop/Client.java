package interop;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.Role;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** Runs the capability checks with the Java SDK, one fresh session each. */
public final class Client {
    static final Duration DEADLINE = Duration.ofSeconds(10);

    private final URI url;
    private final String transport;

    private Client(URI url, String transport) {
        this.url = url;
        this.transport = transport;
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        var client = new Client(
                URI.create(options.get("--url")), options.getOrDefault("--transport", "http"));
        String wanted = options.getOrDefault("--capability", String.join(",", Checks.ALL.keySet()));
        for (String capability : List.of(wanted.split(","))) {
            System.out.println(McpJsonDefaults.getMapper().writeValueAsString(client.verdict(capability)));
        }
        // The SDK's schedulers would keep the process.
        System.exit(0);
    }

    private Map<String, Object> verdict(String capability) {
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("capability", capability);
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        try {
            executor.submit(() -> check(capability, verdict)).get(DEADLINE.toSeconds() + 2, TimeUnit.SECONDS);
            verdict.put("ok", true);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnsupportedOperationException unsupported) {
                verdict.put("unsupported", unsupported.getMessage());
            } else {
                fail(verdict, withRoot(e.getCause()));
            }
        } catch (TimeoutException | InterruptedException e) {
            fail(verdict, "not done after " + DEADLINE.toSeconds() + " s");
        }
        return verdict;
    }

    /** The SDK wraps what went wrong in what it was doing: both are worth reading. */
    private static String withRoot(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == failure ? failure.toString() : failure + ": " + root;
    }

    private static void fail(Map<String, Object> verdict, String reason) {
        verdict.put("ok", false);
        verdict.put("reason", reason);
    }

    private Void check(String capability, Map<String, Object> verdict) throws Exception {
        var seen = new Seen();
        McpAsyncClient session = connect(seen);
        try {
            verdict.put("protocol", session.initialize().block().protocolVersion());
            Checks.ALL.get(capability).run(session, seen);
        } finally {
            Thread.startVirtualThread(() -> session.closeGracefully().block());
        }
        return null;
    }

    /** Not the synchronous client: that one hands notifications to several threads, and they change places. */
    private McpAsyncClient connect(Seen seen) {
        return McpClient.async(open())
                .clientInfo(new Implementation("interop-java", "1.0.0"))
                .requestTimeout(DEADLINE)
                .capabilities(ClientCapabilities.builder()
                        .sampling()
                        .elicitation(true, false)
                        .build())
                .loggingConsumer(message -> Mono.fromRunnable(() -> seen.logs.add(message)))
                .progressConsumer(step -> Mono.fromRunnable(() -> seen.progress.add(step)))
                .resourcesUpdateConsumer(contents -> Mono.fromRunnable(() -> seen.updates.addAll(contents)))
                .sampling(request -> {
                    seen.sampling.add(request);
                    return Mono.just(CreateMessageResult.builder(Role.ASSISTANT, seen.answer, "interop")
                            .build());
                })
                .elicitation(request -> {
                    seen.elicitation.add(request);
                    return Mono.just(new ElicitResult(ElicitResult.Action.ACCEPT, Map.of("name", seen.answer)));
                })
                .build();
    }

    private McpClientTransport open() {
        String origin = url.resolve("/").toString();
        return transport.equals("sse")
                ? HttpClientSseClientTransport.builder(origin)
                        .sseEndpoint(url.getPath())
                        .build()
                : HttpClientStreamableHttpTransport.builder(origin)
                        .endpoint(url.getPath())
                        .build();
    }
}
