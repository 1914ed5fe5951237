package dev.mcpgateway.aws;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The client of one service, made at its first call. Thread-safe. */
public final class AwsClient<C extends SdkAutoCloseable> {
    private final AwsClients aws;
    private final OnFirstUse<C> client;
    private final Duration timeout;

    AwsClient(AwsClients aws, OnFirstUse<C> client, Duration timeout) {
        this.aws = aws;
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * Calls the service. Does not block; completes on any thread, at the latest after {@link AwsOptions#callTimeout} and what
     * the SDK needs to notice. To cancel what is returned cancels the call.
     */
    public <T> CompletableFuture<T> call(Function<C, CompletableFuture<T>> call) {
        return aws.call(() -> call.apply(client.get()), timeout);
    }

    /** Calls that are still running fail. */
    public void close() {
        client.close();
        aws.closed(this);
    }
}
