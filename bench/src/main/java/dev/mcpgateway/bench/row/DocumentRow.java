package dev.mcpgateway.bench.row;

import dev.mcpgateway.bench.load.Address;
import dev.mcpgateway.bench.load.Call;
import dev.mcpgateway.bench.load.HttpConnection;
import dev.mcpgateway.bench.load.McpSession;
import dev.mcpgateway.bench.mock.Behaviour;
import dev.mcpgateway.bench.mock.Era;
import dev.mcpgateway.bench.process.Lab;
import dev.mcpgateway.bench.process.Server;
import dev.mcpgateway.bench.report.Line;
import dev.mcpgateway.bench.report.Target;
import dev.mcpgateway.bench.report.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;

/** Time from the start of the process to a list with a tool for each operation of an OpenAPI document. */
record DocumentRow() implements Row {
    private static final int OPERATIONS = 2_000;
    private static final int UPSTREAM_TOOLS = 20;
    private static final int SCHEMAS = 200;
    private static final int PROPERTIES = 10;
    /** How many schemas refer to each other in a row. */
    private static final int CHAIN = 3;
    private static final long NUMBER = 1_000_000_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "document";
    }

    @Override
    public String description() {
        return "process start to the tools of an OpenAPI document with 2,000 operations";
    }

    @Override
    public List<Line> measure(Lab lab, Effort effort) throws Exception {
        if (lab.calibrating()) {
            // A proxy makes no tools: nothing to compare.
            return List.of();
        }
        Path document = Files.writeString(lab.directory().resolve("document.json"), document());
        String configuration = "openapi: {service: {document: '" + document + "', baseUrl: 'http://127.0.0.1:9'}}\n";
        try (Server mock = lab.mock(Era.LEGACY, Behaviour.ANSWER)) {
            // Once without counting: it brings the jar into the page cache.
            list(() -> lab.gateway(mock), UPSTREAM_TOOLS);
            Comparison found = Comparison.takeTurns(
                    effort.starts(),
                    () -> list(() -> lab.gateway(mock), UPSTREAM_TOOLS),
                    () -> list(() -> lab.gateway(new LinkedHashMap<>(), configuration), OPERATIONS))[0];
            Unit unit = Unit.MILLISECONDS;
            return List.of(Line.of(
                    name(),
                    "process start to the tools of 2,000 operations, " + Files.size(document) / 1_000_000 + " MB",
                    new Target.AtMost(1, 3_000, " + 3 s"),
                    unit,
                    found.gateway(),
                    found.baseline(),
                    found.spread(unit)));
        }
    }

    private static double[] list(Start start, int tools) throws Exception {
        long before = System.nanoTime();
        try (Server server = start.run();
                var connection = new HttpConnection(server.port(), LIMIT)) {
            McpSession.open(connection, Address.mcp(server.port())).call(new Call.ToolsList(tools), NUMBER);
            return new double[] {(System.nanoTime() - before) / 1e6};
        }
    }

    /** Operations with parameters and a body, and schemas that refer to each other: what large documents are made of. */
    private static String document() {
        var text = new StringBuilder("{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Large\",\"version\":\"1\"},\"paths\":{");
        for (int i = 0; i < OPERATIONS / 2; i++) {
            String schema = "{\"$ref\":\"#/components/schemas/S" + i % SCHEMAS + "\"}";
            String answers = "\"responses\":{\"200\":{\"description\":\"It.\",\"content\":{\"application/json\":{\"schema\":"
                    + schema + "}}}}";
            text.append(i == 0 ? "" : ",")
                    .append("\"/things/" + i + "/{id}\":{\"parameters\":[{\"name\":\"id\",\"in\":\"path\","
                            + "\"required\":true,\"schema\":{\"type\":\"string\"}}],")
                    .append("\"get\":{\"operationId\":\"get" + i + "\",\"description\":\"" + "Reads a thing. ".repeat(200)
                            + "\",\"parameters\":[{\"name\":\"page\",\"in\":\"query\",\"schema\":{\"type\":\"integer\"}}],"
                            + answers + "},")
                    .append("\"put\":{\"operationId\":\"put" + i + "\",\"requestBody\":{\"content\":{\"application/json\":{"
                            + "\"schema\":" + schema + "}}}," + answers + "}}");
        }
        text.append("},\"components\":{\"schemas\":{");
        for (int i = 0; i < SCHEMAS; i++) {
            text.append(i == 0 ? "" : ",").append("\"S" + i + "\":{\"type\":\"object\",\"properties\":{");
            for (int j = 0; j < PROPERTIES; j++) {
                text.append("\"p" + j + "\":{\"type\":\"string\",\"description\":\"" + "A property. ".repeat(3) + "\"},");
            }
            String next = i % CHAIN == CHAIN - 1 ? "{}" : "{\"$ref\":\"#/components/schemas/S" + (i + 1) % SCHEMAS + "\"}";
            text.append("\"next\":" + next + "}}");
        }
        return text.append("}}}").toString();
    }

    private interface Start {
        Server run() throws IOException, InterruptedException;
    }
}
