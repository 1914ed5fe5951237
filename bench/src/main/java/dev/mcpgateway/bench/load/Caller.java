package dev.mcpgateway.bench.load;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** One client: a connection, a session when the era has them, and a kind of call that it makes again and again. */
final class Caller implements Closeable {
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpConnection connection;
    private final Call call;
    private final RequestTemplate template;
    private long number;

    private Caller(HttpConnection connection, Call call, RequestTemplate template, long number) {
        this.connection = connection;
        this.call = call;
        this.template = template;
        this.number = number;
    }

    /** Connects; the numbers of its calls begin after {@code number}, which has ten digits. */
    static Caller open(Address to, Call call, long number) throws IOException, WrongAnswer {
        var connection = new HttpConnection(to.port(), TIMEOUT);
        try {
            String session = call.stateless()
                    ? null
                    : McpSession.open(connection, to).id();
            return new Caller(connection, call, new RequestTemplate(call.request(to, session)), number);
        } catch (IOException | WrongAnswer e) {
            connection.close();
            throw e;
        }
    }

    /** Makes one call and checks its answer. */
    void call() throws IOException, WrongAnswer {
        number++;
        call.check(number, Answer.to(number, connection.exchange(template.with(number))));
    }

    @Override
    public void close() {
        connection.close();
    }
}
