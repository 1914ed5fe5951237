package dev.mcpgateway.provider.aws.api;

import dev.mcpgateway.aws.AwsFailure;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** An operation that failed. Its message has no secrets; it may name what only operators should read. */
public final class AwsCallFailed extends RuntimeException {
    private final AwsOperation operation;

    AwsCallFailed(AwsOperation operation, Throwable why) {
        super(operation + ": " + AwsFailure.describe(why), why, false, false);
        this.operation = operation;
    }

    public AwsOperation operation() {
        return operation;
    }

    /** What the SDK says. */
    public Throwable why() {
        return Objects.requireNonNull(getCause());
    }

    /** The error code of the service; null when it did not answer one. */
    public @Nullable String errorCode() {
        return why() instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? answer.awsErrorDetails().errorCode()
                : null;
    }
}
