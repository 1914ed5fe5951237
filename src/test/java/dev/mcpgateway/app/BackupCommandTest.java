package dev.mcpgateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpgateway.Main;
import dev.mcpgateway.app.cli.Cli;
import dev.mcpgateway.app.management.BackupQuestion;
import dev.mcpgateway.app.management.OperatorSeal;
import dev.mcpgateway.config.GatewayConfig;
import dev.mcpgateway.config.Secret;
import dev.mcpgateway.config.Settings;
import dev.mcpgateway.config.StoreConfig;
import dev.mcpgateway.config.TasksConfig;
import dev.mcpgateway.config.UpstreamConfig;
import dev.mcpgateway.crypto.ServerKeys;
import dev.mcpgateway.store.RecordPages;
import dev.mcpgateway.store.StoredRecord;
import dev.mcpgateway.store.backup.BackupHeader;
import dev.mcpgateway.store.backup.BackupReader;
import dev.mcpgateway.store.backup.BackupWriter;
import dev.mcpgateway.testing.DynamoDbLocal;
import dev.mcpgateway.testing.LegacyServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gateway backup} and {@code gateway restore} as an operator uses them. */
class BackupCommandTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String CALL = "anything";

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private LegacyServer server;

    @TempDir
    private Path directory;

    @BeforeEach
    void startServer() {
        server = LegacyServer.start(vertx);
        server.answers("tools/call", "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");
    }

    @AfterEach
    void closeServer() throws Exception {
        server.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @AfterAll
    static void restoreLogging() throws IOException {
        LogManager.getLogManager().readConfiguration();
    }

    private GatewayConfig config(Path data) {
        return RunningGateway.config(data, UpstreamConfig.http("up", server.url()));
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return new Cli(environment, stream(out), stream(err), config -> _ -> Future.succeededFuture()).run(arguments);
    }

    private static PrintStream stream(OutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** A store with one session, whose id is the answer. */
    private String session(Path data) throws Exception {
        try (RunningGateway gateway = RunningGateway.start(config(data))) {
            return gateway.initialize();
        }
    }

    private boolean goesOn(Path data, String session) throws Exception {
        try (RunningGateway gateway = RunningGateway.start(config(data))) {
            return gateway.send(session, RunningGateway.call(1, CALL)).body().contains("done");
        }
    }

    @Test
    void aRestoredGatewayGoesOnWithItsSessions() throws Exception {
        Path data = directory.resolve("data");
        Path file = directory.resolve("backup.jsonl");
        String session = session(data);

        assertThat(run("backup", file.toString(), "--data-dir", data.toString()))
                .as(said())
                .isZero();

        assertThat(said()).contains("records saved in " + file, "server.key", "apart from the backup");
        assertThat(out.size()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).as("no partial file is left").containsExactlyInAnyOrder(data, file);
        }
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.copy(data.resolve("server.key"), other.resolve("server.key"));
        assertThat(run("restore", file.toString(), "--data-dir", other.toString()))
                .as(said())
                .isZero();
        assertThat(said()).contains("records restored, as they were at", "server.key");
        assertThat(goesOn(other, session)).isTrue();
    }

    @Test
    void aBackupIsMadeWhileTheGatewayRunsAndARestoreIsNot() throws Exception {
        Path data = directory.resolve("data");
        Path file = directory.resolve("backup.jsonl");
        try (RunningGateway gateway = RunningGateway.start(config(data))) {
            String session = gateway.initialize();
            String[] where = {"--data-dir", data.toString(), "--url", gateway.managementUrl()};

            assertThat(run(with(where, "backup", file.toString()))).as(said()).isZero();
            assertThat(run("backup", "--check", file.toString())).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("is whole", "mcp-session", "data-key");

            assertThat(run("restore", "--force", file.toString(), "--data-dir", data.toString()))
                    .isEqualTo(1);
            assertThat(said()).contains("is in use by process").doesNotContain("Exception");
            assertThat(gateway.send(session, RunningGateway.call(1, CALL)).body())
                    .contains("done");
        }
    }

    @Test
    void whoeverHasNotTheKeysOfTheGatewayGetsNothingFromIt() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        session(other);
        try (RunningGateway gateway = RunningGateway.start(config(directory.resolve("data")))) {
            HttpRequest forged = HttpRequest.newBuilder(URI.create(gateway.managementUrl() + "/operator/backup"))
                    .POST(HttpRequest.BodyPublishers.ofString(new OperatorSeal(ServerKeys.ofFile(other))
                            .seal(
                                    new BackupQuestion(RecordPages.Part.RECORDS, null)
                                            .encode()
                                            .put("nonce", "n")
                                            .put("at", Instant.now().toEpochMilli()),
                                    OperatorSeal.QUESTION)))
                    .build();
            HttpResponse<String> answer = gateway.http.send(forged, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void aCommandThatIsStoppedLeavesNoCopyOfABackup() throws Exception {
        Path data = directory.resolve("data");
        session(data);
        Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Path temporary = Files.createDirectory(directory.resolve("tmp"));

        Process waiting = new ProcessBuilder(
                        "sh",
                        "-c",
                        "exec 3<>" + fifo + "; exec \"$@\" <" + fifo,
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "restore",
                        "-",
                        "--data-dir",
                        data.toString())
                .redirectOutput(directory.resolve("o").toFile())
                .redirectError(directory.resolve("e").toFile())
                .start();
        await().atMost(60, TimeUnit.SECONDS).until(() -> holdsFiles(temporary));
        waiting.destroy();
        assertThat(waiting.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(holdsFiles(temporary)).isFalse();
    }

    private static boolean holdsFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".partial"));
        }
    }

    private static String[] with(String[] options, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(options));
        return all.toArray(String[]::new);
    }

    @Test
    void aStoreThatIsNotEmptyIsReplacedByForceAlone() throws Exception {
        Path data = directory.resolve("data");
        Path file = directory.resolve("backup.jsonl");
        String before = session(data);
        assertThat(run("backup", file.toString(), "--data-dir", data.toString()))
                .isZero();
        String after = session(data);

        assertThat(run("restore", file.toString(), "--data-dir", data.toString()))
                .isEqualTo(1);
        assertThat(said()).contains("the store is not empty", "--force", "Nothing was changed.");
        assertThat(goesOn(data, after)).isTrue();

        assertThat(run("restore", "--force", file.toString(), "--data-dir", data.toString()))
                .as(said())
                .isZero();
        assertThat(goesOn(data, before)).isTrue();
        assertThat(goesOn(data, after)).isFalse();
    }

    @Test
    void aDamagedFileIsRefusedBeforeAnythingIsTouched() throws Exception {
        Path data = directory.resolve("data");
        Path file = directory.resolve("backup.jsonl");
        String session = session(data);
        assertThat(run("backup", file.toString(), "--data-dir", data.toString()))
                .isZero();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertThat(run("restore", "--force", file.toString(), "--data-dir", data.toString()))
                .isEqualTo(1);

        assertThat(said())
                .contains("its end is missing", "Nothing was changed.")
                .doesNotContain("Exception");
        assertThat(run("backup", "--check", file.toString())).isEqualTo(1);
        assertThat(goesOn(data, session)).isTrue();
        assertThat(run("restore", directory.resolve("none").toString(), "--data-dir", data.toString()))
                .isEqualTo(1);
        assertThat(said()).contains("there is no such file");
    }

    @Test
    void standardOutputAndInputServeAsWell() throws Exception {
        Path data = directory.resolve("data");
        String session = session(data);

        assertThat(run("backup", "-", "--data-dir", data.toString())).as(said()).isZero();
        byte[] piped = out.toByteArray();
        assertThat(BackupReader.read(new ByteArrayInputStream(piped), record -> {})
                        .manifest()
                        .records())
                .isPositive();

        Path other = Files.createDirectory(directory.resolve("other"));
        Files.copy(data.resolve("server.key"), other.resolve("server.key"));
        InputStream in = System.in;
        System.setIn(new ByteArrayInputStream(piped));
        try {
            assertThat(run("restore", "-", "--data-dir", other.toString()))
                    .as(said())
                    .isZero();
        } finally {
            System.setIn(in);
        }
        assertThat(goesOn(other, session)).isTrue();
    }

    @Test
    void anOutputThatTakesNothingIsAFailure() throws Exception {
        Path data = directory.resolve("data");
        session(data);
        PrintStream full = stream(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("no space left");
            }
        });

        int code = new Cli(environment, full, stream(err), config -> _ -> Future.succeededFuture())
                .run("backup", "-", "--data-dir", data.toString());

        assertThat(code).isEqualTo(1);
        assertThat(said()).contains("standard output cannot be written");
        assertThat(run("backup", "/nowhere/at/all", "--data-dir", data.toString()))
                .isEqualTo(1);
        assertThat(said()).contains("there is no such directory");
    }

    @Test
    void whereThereIsNoStoreThereIsNoBackup() {
        assertThat(run(
                        "backup",
                        directory.resolve("b").toString(),
                        "--data-dir",
                        directory.resolve("no").toString()))
                .isEqualTo(1);
        assertThat(said()).contains("there is no store in");
        assertThat(directory.resolve("b")).doesNotExist();
        assertThat(run("backup")).isEqualTo(2);
        assertThat(run("restore", "--help")).isZero();
    }

    @Test
    void aTableIsSavedAndRestoredOnceItsTasksAreGone() throws Exception {
        Path file = directory.resolve("backup.jsonl");
        try (DynamoDbLocal aws = DynamoDbLocal.start().table("records").table("other")) {
            environment.put("AWS_ENDPOINT_URL", aws.url().toString());
            environment.put("AWS_REGION", "eu-central-1");
            environment.put("DYNAMODB_TABLE_NAME", "records");
            environment.put("SESSION_SECRET", SECRET);
            String session;
            try (RunningGateway gateway = RunningGateway.start(shared(aws, "records"))) {
                session = gateway.initialize();
                assertThat(run("backup", file.toString())).as(said()).isZero();
                assertThat(said()).contains("SESSION_SECRET");
                await().untilAsserted(() -> {
                    assertThat(run("restore", "--force", file.toString())).isEqualTo(1);
                    assertThat(said()).contains("tasks of the gateway run with this store");
                });
            }
            environment.put("DYNAMODB_TABLE_NAME", "other");
            assertThat(run("restore", file.toString())).as(said()).isZero();
            try (RunningGateway gateway = RunningGateway.start(shared(aws, "other"))) {
                assertThat(gateway.send(session, RunningGateway.call(1, CALL)).body())
                        .contains("done");
            }
            await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> {
                assertThat(run("restore", file.toString())).isEqualTo(1);
                assertThat(said()).contains("the store is not empty");
            });
            assertThat(run("restore", "--force", file.toString())).as(said()).isZero();
        }
    }

    private GatewayConfig shared(DynamoDbLocal aws, String table) {
        GatewayConfig config = config(directory.resolve("unused"));
        StoreConfig store = Settings.with(config.store(), "table", table);
        store = Settings.with(store, "endpoint", aws.url());
        store = Settings.with(store, "region", "eu-central-1");
        TasksConfig tasks = Settings.with(config.tasks(), "timeToLive", Duration.ofSeconds(2));
        config = Settings.with(config, "tasks", Settings.with(tasks, "renewInterval", Duration.ofMillis(500)));
        return config.withStore(store).withAuth(Settings.with(config.auth(), "sessionSecret", Secret.of(SECRET)));
    }

    @Test
    void whoeverIsKilledMeanwhileLeavesTheStoreAndTheBackupsAsTheyWere() throws Exception {
        Path data = directory.resolve("data");
        Path file = directory.resolve("large.jsonl");
        String session = session(data);
        int records = 15_000;
        try (OutputStream to = Files.newOutputStream(file)) {
            OutputStream buffered = new java.io.BufferedOutputStream(to);
            BackupWriter writer = new BackupWriter(buffered, new BackupHeader(Instant.now(), "embedded", "1"));
            for (int i = 0; i < records; i++) {
                writer.write(new StoredRecord(
                        "k/" + i, "x", StoredRecord.GATEWAY, 1, StoredRecord.NEVER, Buffer.buffer(new byte[200])));
            }
            writer.finish();
        }

        Process restore = process("restore", "--force", file.toString(), "--data-dir", data.toString());
        await().pollInterval(Duration.ofMillis(10))
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> Files.exists(data.resolve("records.mv.restored")));
        restore.destroyForcibly().waitFor();

        assertThat(goesOn(data, session)).isTrue();
        assertThat(run("restore", "--force", file.toString(), "--data-dir", data.toString()))
                .as(said())
                .isZero();
        assertThat(said()).contains(records + " records restored");

        Path out = Files.createDirectory(directory.resolve("out"));
        Process backup = process("backup", out.resolve("b").toString(), "--data-dir", data.toString());
        await().pollInterval(Duration.ofMillis(10)).atMost(60, TimeUnit.SECONDS).until(() -> holdsFiles(out));
        backup.destroyForcibly().waitFor();
        assertThat(out.resolve("b")).doesNotExist();
    }

    private Process process(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve("o").toFile())
                .redirectError(directory.resolve("e").toFile())
                .start();
    }
}
