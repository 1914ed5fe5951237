package dev.mcpgateway.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own that changes the records of a store as fast as it can, each as soon as its last change is
 * acknowledged, and says so on standard output: {@code <record> <number of its change>}. Every fifth change of a record
 * deletes it. It ends when it is killed or when a change fails, which it says as {@code failed <why>}.
 */
final class WriterProcess {

    static final int RECORDS = 200;

    private WriterProcess() {}

    public static void main(String[] args) throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        // Swept and compacted all the time, so that it is killed in the middle of that too.
        RecordStore store = EmbeddedStore.open(
                        vertx, Path.of(args[0]), InstantSource.system(), Duration.ofMillis(1), 10_000)
                .await();
        for (int record = 0; record < RECORDS; record++) {
            change(store, record, 1, 0);
        }
        Thread.currentThread().join();
    }

    private static void change(RecordStore store, int record, int number, long version) {
        Future<Long> changed = isDelete(number)
                ? store.delete(key(record), version).map(0L)
                : store.put(new StoredRecord(
                                key(record), "x", "sessions/alice", version, StoredRecord.NEVER, value(record, number)))
                        .map(StoredRecord::version);
        changed.onFailure(WriterProcess::fail).onSuccess(newVersion -> {
            System.out.println(record + " " + number);
            change(store, record, number + 1, newVersion);
        });
    }

    private static void fail(Throwable why) {
        System.out.println("failed " + why);
        Runtime.getRuntime().halt(1);
    }

    static String key(int record) {
        return "record-" + record;
    }

    static boolean isDelete(int number) {
        return number % 5 == 0;
    }

    /** 10 to some 3,000 bytes. */
    static Buffer value(int record, int number) {
        return Buffer.buffer((record + "/" + number + ";").repeat(1 + (number * 31 + record) % 400));
    }

    /** Starts the process with its output in that file. */
    static Process start(Path dataDir, Path output) throws IOException {
        return start(List.of(), dataDir, output);
    }

    /** Starts the process so that no file of it can become larger than that many blocks of 512 bytes. */
    static Process startWithFileLimit(int blocks, Path dataDir, Path output) throws IOException {
        return start(List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh"), dataDir, output);
    }

    private static Process start(List<String> prefix, Path dataDir, Path output) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                WriterProcess.class.getName(),
                dataDir.toString()));
        return new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The number of the last change of each record that the process said was acknowledged. */
    static int[] acknowledged(Path output) throws IOException {
        int[] last = new int[RECORDS];
        String text = Files.readString(output);
        // A line that was cut short is no acknowledgement.
        text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.matches("\\d+ \\d+"))
                .map(line -> line.split(" "))
                .forEach(line -> last[Integer.parseInt(line[0])] = Integer.parseInt(line[1]));
        return last;
    }
}
