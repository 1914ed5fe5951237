package interop;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest.CompleteArgument;
import io.modelcontextprotocol.spec.McpSchema.CompleteRequest.CompleteContext;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.PromptArgument;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ResourceContents;
import io.modelcontextprotocol.spec.McpSchema.SubscribeRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What each capability must do. */
final class Checks {
    private static final String DOCUMENT = "demo://resource/static/document/features.md";

    /** One capability, on a session that is initialized. */
    @FunctionalInterface
    interface Check {
        void run(McpAsyncClient client, Seen seen) throws Exception;
    }

    static final Map<String, Check> ALL = new LinkedHashMap<>();

    static {
        ALL.put("tools", Checks::tools);
        ALL.put("structured", Checks::structured);
        ALL.put("images", Checks::images);
        ALL.put("progress", Checks::progress);
        ALL.put("logging", Checks::logging);
        ALL.put("sampling", Checks::sampling);
        ALL.put("elicitation", Checks::elicitation);
        ALL.put("resources", Checks::resources);
        ALL.put("templates", Checks::templates);
        ALL.put("prompts", Checks::prompts);
        ALL.put("completion", Checks::completion);
        ALL.put("subscriptions", Checks::subscriptions);
        ALL.put("cancellation", Checks::cancellation);
        ALL.put("ping", Checks::ping);
    }

    private Checks() {}

    private static void tools(McpAsyncClient client, Seen seen) {
        var echo = client.listTools().block().tools().stream()
                .filter(tool -> tool.name().equals("echo"))
                .findAny()
                .orElseThrow();
        contains(String.valueOf(echo.inputSchema().get("properties")), "message={");
        String message = "grüße ✓ " + UUID.randomUUID();
        equal(text(call(client, "echo", Map.of("message", message))), "Echo: " + message);
    }

    private static void structured(McpAsyncClient client, Seen seen) {
        var result = call(client, "get-structured-content", Map.of("location", "Chicago"));
        equal(
                result.structuredContent(),
                Map.of("temperature", 36, "conditions", "Light rain / drizzle", "humidity", 82));
    }

    private static void images(McpAsyncClient client, Seen seen) {
        var image = call(client, "get-tiny-image", Map.of()).content().stream()
                .filter(ImageContent.class::isInstance)
                .map(ImageContent.class::cast)
                .findAny()
                .orElseThrow();
        equal(image.mimeType(), "image/png");
        byte[] data = Base64.getDecoder().decode(image.data());
        equal(new String(Arrays.copyOfRange(data, 1, 4), StandardCharsets.US_ASCII), "PNG");
    }

    private static void progress(McpAsyncClient client, Seen seen) {
        var request = CallToolRequest.builder("count").progressToken("count").build();
        equal(text(client.callTool(request).block()), "counted");
        await(() -> seen.progress.size() >= 5);
        equal(
                seen.progress.stream()
                        .map(step -> List.of(step.progressToken(), step.progress(), step.total(), step.message()))
                        .toList(),
                IntStream.rangeClosed(1, 5)
                        .mapToObj(step -> List.of("count", (double) step, 5.0, "step " + step))
                        .toList());
    }

    private static void logging(McpAsyncClient client, Seen seen) {
        client.setLoggingLevel(LoggingLevel.INFO).block();
        equal(text(call(client, "log-messages", Map.of())), "logged");
        await(() -> logs(seen).size() >= 2);
        equal(logs(seen), List.of(List.of("INFO", "second"), List.of("WARNING", "third")));
    }

    private static List<List<String>> logs(Seen seen) {
        return seen.logs.stream()
                .filter(log -> "interop".equals(log.logger()))
                .map(log -> List.of(log.level().name(), log.data()))
                .toList();
    }

    private static void sampling(McpAsyncClient client, Seen seen) throws Exception {
        String prompt = UUID.randomUUID().toString();
        var result = call(client, "trigger-sampling-request", Map.of("prompt", prompt, "maxTokens", 7));
        equal(seen.sampling.size(), 1);
        equal(seen.sampling.getFirst().maxTokens(), 7);
        contains(
                McpJsonDefaults.getMapper()
                        .writeValueAsString(seen.sampling.getFirst().messages()),
                prompt);
        contains(text(result), seen.answer);
    }

    private static void elicitation(McpAsyncClient client, Seen seen) {
        var result = call(client, "trigger-elicitation-request", Map.of());
        equal(seen.elicitation.size(), 1);
        contains(seen.elicitation.getFirst().message(), "provide inputs");
        equal(seen.elicitation.getFirst().requestedSchema().get("required"), List.of("name"));
        contains(text(result), "- Name: " + seen.answer);
    }

    private static void resources(McpAsyncClient client, Seen seen) {
        if (client.listResources().block().resources().stream()
                .noneMatch(resource -> resource.uri().equals(DOCUMENT))) {
            throw new AssertionError(DOCUMENT + " is not listed");
        }
        var content = read(client, DOCUMENT);
        equal(List.of(content.uri(), content.mimeType()), List.of(DOCUMENT, "text/markdown"));
        contains(content.text(), "Everything Server");
    }

    private static void templates(McpAsyncClient client, Seen seen) {
        contains(
                client.listResourceTemplates().block().resourceTemplates().stream()
                        .map(template -> template.uriTemplate())
                        .toList()
                        .toString(),
                "demo://resource/dynamic/text/{resourceId}");
        contains(read(client, "demo://resource/dynamic/text/42").text(), "Resource 42: ");
    }

    private static void prompts(McpAsyncClient client, Seen seen) {
        var prompt = client.listPrompts().block().prompts().stream()
                .filter(listed -> listed.name().equals("completable-prompt"))
                .findAny()
                .orElseThrow();
        equal(prompt.arguments().stream().map(PromptArgument::name).toList(), List.of("department", "name"));
        var request = new GetPromptRequest(prompt.name(), Map.of("department", "Sales", "name", "Eve"));
        var content = client.getPrompt(request).block().messages().getFirst().content();
        equal(((TextContent) content).text(), "Please promote Eve to the head of the Sales team.");
    }

    private static void completion(McpAsyncClient client, Seen seen) {
        equal(complete(client, "department", "E", Map.of()), List.of("Engineering"));
        equal(complete(client, "name", "A", Map.of("department", "Engineering")), List.of("Alice"));
    }

    private static List<String> complete(McpAsyncClient client, String name, String value, Map<String, String> known) {
        var request = new CompleteRequest(
                new PromptReference("completable-prompt"),
                new CompleteArgument(name, value),
                new CompleteContext(known));
        return client.completeCompletion(request).block().completion().values();
    }

    private static void subscriptions(McpAsyncClient client, Seen seen) {
        client.subscribeResource(new SubscribeRequest(DOCUMENT)).block();
        call(client, "touch", Map.of());
        // The SDK reads what was updated and hands over the contents.
        await(() -> !seen.updates.isEmpty());
        equal(seen.updates.stream().map(ResourceContents::uri).distinct().toList(), List.of(DOCUMENT));
    }

    private static void cancellation(McpAsyncClient client, Seen seen) {
        throw new UnsupportedOperationException("the SDK has no way to cancel a request");
    }

    private static void ping(McpAsyncClient client, Seen seen) {
        equal(client.ping().block(), Map.of());
    }

    private static CallToolResult call(McpAsyncClient client, String name, Map<String, Object> arguments) {
        return client.callTool(new CallToolRequest(name, arguments)).block();
    }

    private static String text(CallToolResult result) {
        return result.content().stream()
                .filter(TextContent.class::isInstance)
                .map(block -> ((TextContent) block).text())
                .collect(Collectors.joining("\n"));
    }

    private static TextResourceContents read(McpAsyncClient client, String uri) {
        return (TextResourceContents)
                client.readResource(new ReadResourceRequest(uri)).block().contents().getFirst();
    }

    /** Waits for what a callback will see; the deadline of the whole check ends it. */
    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException("not done after " + Client.DEADLINE.toSeconds() + " s", e);
            }
        }
    }

    private static void equal(Object actual, Object expected) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + ", got " + actual);
        }
    }

    private static void contains(String text, String part) {
        if (!text.contains(part)) {
            throw new AssertionError("\"" + part + "\" is not in \"" + text + "\"");
        }
    }
}
