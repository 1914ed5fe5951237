package dev.mcpgateway.rolling;

import dev.mcpgateway.testing.SignInBrowser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * 200 calls a second from 50 clients with open streams, while a command replaces one gateway after the other: what
 * {@code make rolling} prints. Takes the ports of the load balancer and of the upstream's counts, and the command, which is
 * called with the name of what to replace; ends with code 1 when a target is missed.
 */
final class RollingLoad {
    private static final int CLIENTS = 50;
    private static final int PEOPLE = 10;
    private static final int CALLS_PER_SECOND = 200;
    private static final double LEAST_RATE = CALLS_PER_SECOND * 0.95;
    private static final int STEADY_SECONDS = 8;
    private static final int MOST_WARM_UPS = 6;
    private static final int MOST_TRIES = 5;
    private static final List<String> GATEWAYS = List.of("gateway-1", "gateway-2");
    private static final Pattern TOKEN = Pattern.compile("<pre aria-label=\"The token\"><code>([^<]+)</code>");

    private final int port;
    private final int countsPort;
    private final String command;
    private final Outcomes outcomes = new Outcomes();
    private final List<StreamOutcome> streams = new ArrayList<>();
    private final List<Thread> callers = new ArrayList<>();
    private long begun;
    private int before;

    private RollingLoad(int port, int countsPort, String command) {
        this.port = port;
        this.countsPort = countsPort;
        this.command = command;
    }

    static void main(String[] args) throws Exception {
        boolean met = new RollingLoad(Integer.parseInt(args[0]), Integer.parseInt(args[1]), args[2]).run();
        System.exit(met ? 0 : 1);
    }

    private boolean run() throws Exception {
        List<String> tokens = tokens();
        List<RollingClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String token = tokens.get(i % PEOPLE);
            clients.add(patiently(() -> new RollingClient(port, token, outcomes)));
        }
        for (RollingClient client : clients) {
            StreamOutcome stream = new StreamOutcome();
            streams.add(stream);
            callers.add(start(() -> client.call(TimeUnit.SECONDS.toNanos(1) * CLIENTS / CALLS_PER_SECOND)));
            start(() -> client.stream(stream));
        }
        warmUp();
        begun = System.nanoTime();
        before = outcomes.ended();
        boolean replaced = true;
        for (String gateway : GATEWAYS) {
            replaced &= replace(gateway);
            steady();
        }
        long last = System.nanoTime();
        for (int i = 0; i < 20 && !streams.stream().allMatch(stream -> stream.heardAfter(last)); i++) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
        outcomes.end();
        for (Thread caller : callers) {
            caller.join();
        }
        return report(replaced, last);
    }

    /** Something that may be interrupted. */
    private interface Task {
        void run() throws InterruptedException;
    }

    private static Thread start(Task task) {
        return Thread.startVirtualThread(() -> {
            try {
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Until the rate is there, since a JVM that has just started needs its time. */
    private void warmUp() throws InterruptedException {
        for (int i = 0; i < MOST_WARM_UPS; i++) {
            int sofar = outcomes.ended();
            steady();
            if (outcomes.ended() - sofar >= LEAST_RATE * STEADY_SECONDS) {
                return;
            }
        }
    }

    private void steady() throws InterruptedException {
        TimeUnit.SECONDS.sleep(STEADY_SECONDS);
        System.err.printf("%d calls answered, %d failed%n", outcomes.answered(), outcomes.failed());
    }

    private boolean replace(String gateway) throws IOException, InterruptedException {
        System.err.println("replacing " + gateway);
        long start = System.nanoTime();
        int code = new ProcessBuilder(command, "replace", gateway)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        System.err.printf(
                "replaced %s in %d s, code %d%n",
                gateway, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), code);
        return code == 0;
    }

    /** A personal token for each of some people, who sign in and make it on the home page. */
    private List<String> tokens() {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            int person = i;
            tokens.add(patiently(() -> token(person)));
        }
        return tokens;
    }

    private String token(int person) {
        SignInBrowser browser = new SignInBrowser("http://127.0.0.1:" + port);
        String state = SignInBrowser.hidden(browser.get("/oauth/login"), "state");
        browser.post("/oauth/login/development", "email=person" + person + "%40example.com&state=" + state);
        String csrf = SignInBrowser.hidden(browser.get("/"), "csrf");
        Matcher token = TOKEN.matcher(browser.post(
                        "/account/tokens", "name=rolling&days=1&scope=tools%3Aread&scope=tools%3Awrite&csrf=" + csrf)
                .body());
        if (!token.find()) {
            throw new IllegalStateException("the home page gave no token");
        }
        return token.group(1);
    }

    /** What comes before the replacement may take several tries: a table that was made a moment ago is slow at first. */
    private static <T> T patiently(Supplier<T> what) {
        for (int i = 1; i < MOST_TRIES; i++) {
            try {
                return what.get();
            } catch (AssertionError | RuntimeException failure) {
                System.err.println("once more: "
                        + String.valueOf(failure.getMessage())
                                .lines()
                                .findFirst()
                                .orElse(""));
            }
        }
        return what.get();
    }

    private boolean report(boolean replaced, long last) throws Exception {
        double seconds = (System.nanoTime() - begun) / 1e9;
        String[] counts = counts();
        long initialized = Long.parseLong(counts[0]);
        long arrived = Long.parseLong(counts[1]);
        long more = Long.parseLong(counts[2]);
        double rate = (outcomes.ended() - before) / seconds;
        Table table = new Table();
        table.row("gateways replaced, each ended with exit code 0", replaced ? 2 : 0, "2", replaced);
        table.row(
                "calls a second while they were replaced",
                Math.round(rate),
                ">= " + Math.round(LEAST_RATE),
                rate >= LEAST_RATE);
        table.row("calls answered", outcomes.answered(), "-", true);
        table.row("calls failed", outcomes.failed(), "0", outcomes.failed() == 0);
        int lost = outcomes.sessionsLost.get();
        table.row("sessions lost (404)", lost, "0", lost == 0);
        table.row("sessions opened at the upstream", initialized, "" + CLIENTS, initialized == CLIENTS);
        int writes = outcomes.writes.get();
        table.row("writes sent", writes, "-", true);
        table.row("writes that the upstream counted", arrived, "" + writes, arrived == writes);
        table.row("writes that it counted more than once", more, "0", more == 0);
        long alive = streams.stream().filter(stream -> stream.heardAfter(last)).count();
        table.row("streams that deliver at the end", alive, "" + CLIENTS, alive == CLIENTS);
        long resumed = streams.stream().filter(stream -> stream.resumed() > 0).count();
        table.row("streams that were resumed, by the client alone", resumed, "" + CLIENTS, resumed == CLIENTS);
        long refused = streams.stream().mapToInt(StreamOutcome::refusals).sum();
        table.row("streams that were refused on the way", refused, "0", refused == 0);
        long broken = streams.stream().mapToInt(StreamOutcome::breaks).sum();
        table.row("streams that broke instead of ending", broken, "0", broken == 0);
        table.row("time of a call, median, ms", outcomes.millis(0.5), "-", true);
        table.row("time of a call, 99 of 100, ms", outcomes.millis(0.99), "-", true);
        table.row("time of a call, the longest, ms", outcomes.millis(1), "-", true);
        outcomes.reasons.forEach((reason, count) -> table.note("failed " + count + " times: " + reason));
        return table.print(System.out);
    }

    private String[] counts() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + countsPort + "/"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .split(" ", -1);
        }
    }
}
