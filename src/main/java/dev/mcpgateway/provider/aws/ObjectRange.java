package dev.mcpgateway.provider.aws;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** A part of an object, read into memory up to a limit, whatever the server sends. */
final class ObjectRange implements AsyncResponseTransformer<GetObjectResponse, ObjectRange.Part> {

    /** What was read, with what S3 says of the object. */
    record Part(GetObjectResponse answer, Buffer bytes) {}

    private final int most;
    private volatile CompletableFuture<Part> done = new CompletableFuture<>();
    private volatile GetObjectResponse answer = GetObjectResponse.builder().build();

    ObjectRange(int most) {
        this.most = most;
    }

    /** Comes again with each attempt. */
    @Override
    public CompletableFuture<Part> prepare() {
        CompletableFuture<Part> next = new CompletableFuture<>();
        done = next;
        return next;
    }

    @Override
    public void onResponse(GetObjectResponse response) {
        answer = response;
    }

    @Override
    public void onStream(SdkPublisher<ByteBuffer> publisher) {
        publisher.subscribe(new Collecting(done));
    }

    @Override
    public void exceptionOccurred(Throwable failure) {
        done.completeExceptionally(failure);
    }

    private final class Collecting implements Subscriber<ByteBuffer> {
        private final CompletableFuture<Part> result;
        private final Buffer bytes = Buffer.buffer();
        private Subscription subscription = new Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        };

        Collecting(CompletableFuture<Part> result) {
            this.result = result;
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer chunk) {
            byte[] part = new byte[Math.min(chunk.remaining(), most - bytes.length())];
            chunk.get(part);
            bytes.appendBytes(part);
            if (chunk.hasRemaining()) {
                finish();
                subscription.cancel();
            }
        }

        @Override
        public void onError(Throwable failure) {
            result.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            finish();
        }

        private void finish() {
            result.complete(new Part(answer, bytes));
        }
    }
}
