package dev.mcpgateway.provider.aws.api;

import dev.mcpgateway.aws.AwsFailure;
import dev.mcpgateway.provider.tool.ToolFailure;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What AWS says when something fails, as a model is told of it. */
public final class Failures {
    /** AWS has answered something else than what the other codes mean. */
    public static final String API_ERROR = "aws_api_error";

    /** There is nothing to ask with. */
    private static final String NO_WAY = ToolFailure.NOT_ALLOWED;

    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired");
    private static final Set<String> UNUSABLE = Set.of(
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "InvalidToken",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "UnrecognizedClientException",
            "AuthFailure",
            "IncompleteSignature",
            "MissingAuthenticationToken");
    private static final Set<String> BUSY =
            Set.of("SlowDown", "Throttling", "ThrottlingException", "TooManyRequestsException", "RequestLimitExceeded");
    private static final Set<String> DENIED =
            Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AllAccessDisabled");
    private static final Set<String> ABSENT =
            Set.of("NoSuchBucket", "NoSuchKey", "NotFound", "ResourceNotFoundException");
    private static final Set<String> WRONG = Set.of(
            "InvalidArgument", "InvalidBucketName", "InvalidRange", "KeyTooLongError", "InvalidURI", "ValidationError");

    private Failures() {}

    /** Whether the credentials themselves are refused, whatever was asked with them. */
    public static boolean isOfCredentials(AwsCallFailed failed) {
        String error = String.valueOf(failed.errorCode());
        return EXPIRED.contains(error)
                || UNUSABLE.contains(error)
                || (failed.operation() == AwsOperation.ASSUME_ROLE && DENIED.contains(error));
    }

    /** Whether none were found. */
    public static boolean isWithoutCredentials(AwsCallFailed failed) {
        return switch (failed.operation()) {
            case DEFAULT_CREDENTIALS, PROFILE_CREDENTIALS -> NO_WAY.equals(code(failed.why()));
            default -> false;
        };
    }

    /** The code of a failure, for results and for metrics. */
    static String code(Throwable why) {
        return switch (why) {
            case AwsServiceException answer -> codeOf(answer);
            case ApiCallTimeoutException _, ApiCallAttemptTimeoutException _, TimeoutException _ ->
                ToolFailure.UPSTREAM_UNAVAILABLE;
            case CancellationException _ -> "cancelled";
            case SdkClientException local -> isOfNetwork(local) ? ToolFailure.UPSTREAM_UNAVAILABLE : codeOf(local);
            default -> API_ERROR;
        };
    }

    private static String codeOf(AwsServiceException answer) {
        String error = answer.awsErrorDetails() == null
                ? ""
                : String.valueOf(answer.awsErrorDetails().errorCode());
        int status = answer.statusCode();
        if (EXPIRED.contains(error)) {
            return ToolFailure.TOKEN_EXPIRED;
        }
        if (UNUSABLE.contains(error)) {
            return API_ERROR;
        }
        if (BUSY.contains(error) || status == 429 || answer.isThrottlingException()) {
            return ToolFailure.RATE_LIMITED;
        }
        if (DENIED.contains(error) || status == 403) {
            return ToolFailure.INSUFFICIENT_SCOPE;
        }
        if (ABSENT.contains(error) || status == 404) {
            return ToolFailure.NOT_FOUND;
        }
        if (WRONG.contains(error)) {
            return ToolFailure.INVALID_ARGUMENT;
        }
        return status >= 500 ? ToolFailure.UPSTREAM_UNAVAILABLE : API_ERROR;
    }

    private static String codeOf(SdkClientException local) {
        String message = String.valueOf(local.getMessage());
        return message.contains("Unable to load credentials") || message.contains("Unable to load region")
                ? NO_WAY
                : API_ERROR;
    }

    private static boolean isOfNetwork(@Nullable Throwable failure) {
        return failure != null && (failure instanceof IOException || isOfNetwork(failure.getCause()));
    }

    /** What the model is told; a failure that is none of AWS stays what it is. */
    public static Throwable explain(Throwable failure) {
        return switch (failure) {
            case AwsCallFailed failed -> explain(failed);
            case TimeoutException _ ->
                new ToolFailure(
                        ToolFailure.UPSTREAM_UNAVAILABLE,
                        "AWS has not answered in time.",
                        "Try again later, or ask for less; aws.limits.callTimeout is the limit.");
            default -> failure;
        };
    }

    private static ToolFailure explain(AwsCallFailed failed) {
        String code = code(failed.why());
        return new ToolFailure(code.equals("cancelled") ? API_ERROR : code, what(failed), hint(failed, code));
    }

    /** The words of AWS; those of clients name addresses and files. */
    private static String what(AwsCallFailed failed) {
        String words = switch (failed.why()) {
            case AwsServiceException _ -> AwsFailure.describe(failed.why());
            case SdkClientException local when codeOf(local).equals(NO_WAY) -> AwsFailure.describe(local);
            case CancellationException _ -> "it was cancelled";
            case Throwable other
            when code(other).equals(ToolFailure.UPSTREAM_UNAVAILABLE) ->
                isOfNetwork(other) ? "it cannot be reached" : "it has not answered in time";
            default ->
                switch (failed.operation()) {
                    case DEFAULT_CREDENTIALS, PROFILE_CREDENTIALS -> "no credentials can be made of what is there";
                    default -> "it has answered what cannot be read";
                };
        };
        return failed.operation() + ": " + words;
    }

    private static @Nullable String hint(AwsCallFailed failed, String code) {
        boolean role = failed.operation() == AwsOperation.ASSUME_ROLE;
        return switch (code) {
            case ToolFailure.TOKEN_EXPIRED ->
                role
                        ? "The operator has to renew the gateway's own credentials."
                        : "Call again: credentials of a role are then made anew. Others the operator has to renew.";
            case ToolFailure.RATE_LIMITED -> "Try again " + pause(failed.why()) + ".";
            case ToolFailure.INSUFFICIENT_SCOPE ->
                role
                        ? "The role's trust policy has to let the gateway assume it, with sts:TagSession for aws.roles.*.tags and"
                                + " with its external id; and the gateway needs sts:AssumeRole on it."
                        : "The identity that aws_get_account_info tells needs "
                                + failed.operation().action() + " in IAM, and the resource must not deny it.";
            case ToolFailure.NOT_FOUND -> "Look the name up again: with aws_s3_list_buckets or aws_s3_list_objects.";
            case ToolFailure.INVALID_ARGUMENT -> "Correct the arguments, then call again.";
            case ToolFailure.UPSTREAM_UNAVAILABLE -> "Try again later.";
            case ToolFailure.NOT_ALLOWED ->
                "The operator has to give the gateway credentials and a region (aws.region).";
            default ->
                isOfCredentials(failed) ? "The operator has to look at the credentials; AWS does not know them." : null;
        };
    }

    private static String pause(Throwable why) {
        String asked = why instanceof AwsServiceException answer
                        && answer.awsErrorDetails() != null
                        && answer.awsErrorDetails().sdkHttpResponse() != null
                ? answer.awsErrorDetails()
                        .sdkHttpResponse()
                        .firstMatchingHeader("Retry-After")
                        .orElse("")
                : "";
        return asked.matches("[0-9]{1,5}") ? "in " + asked + " s" : "in a minute";
    }
}
