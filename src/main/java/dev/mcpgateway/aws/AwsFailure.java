package dev.mcpgateway.aws;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** What went wrong at AWS, in one line without secrets. */
public final class AwsFailure {

    private static final int MOST_CHARACTERS = 300;

    private AwsFailure() {}

    /** The failure itself, without what futures put around it. */
    public static Throwable unwrap(Throwable failure) {
        return (failure instanceof CompletionException || failure instanceof ExecutionException)
                        && failure.getCause() != null
                ? unwrap(failure.getCause())
                : failure;
    }

    /** What happened, for a log line or a check of readiness. */
    public static String describe(Throwable failure) {
        return switch (failure) {
            case AwsServiceException answered -> answered(answered);
            case ApiCallTimeoutException _, ApiCallAttemptTimeoutException _, TimeoutException _ ->
                "it has not answered in time";
            default -> cut(deepest(failure));
        };
    }

    private static String answered(AwsServiceException answer) {
        String code = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorCode();
        String message = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorMessage();
        String said = code == null ? "status " + answer.statusCode() : code;
        // A refused signature is explained with the headers that were signed, a session token among them.
        if (message != null && !said.contains("Signature")) {
            said += ": " + message;
        }
        return cut(said + (answer.requestId() == null ? "" : " (request " + answer.requestId() + ")"));
    }

    /** The SDK puts its own words around the cause. */
    private static String deepest(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("Unable to load credentials")) {
            return "no AWS credentials were found (environment, profile, container or instance role)";
        }
        if (message.contains("Unable to load region")) {
            return "no AWS region was found; set AWS_REGION";
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String name = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? name : name + ": " + cause.getMessage();
    }

    private static String cut(@Nullable String text) {
        String line = String.valueOf(text).replaceAll("\\s+", " ");
        return line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) + "…" : line;
    }
}
