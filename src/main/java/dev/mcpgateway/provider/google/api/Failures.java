package dev.mcpgateway.provider.google.api;

import dev.mcpgateway.identity.Person;
import dev.mcpgateway.provider.tool.ToolFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Google says when something fails, as a model is told of it. */
final class Failures {
    private static final Set<String> BUSY =
            Set.of("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "sharingRateLimitExceeded");
    private static final Set<String> USED_UP = Set.of("quotaExceeded", "dailyLimitExceeded");
    private static final Set<String> SCOPE =
            Set.of("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientScopes");
    private static final Set<String> SWITCHED_OFF = Set.of("accessNotConfigured", "SERVICE_DISABLED");

    /** How Sheets, Docs and Slides answer for what only looks like one of theirs. */
    private static final String OFFICE_FILE = "This operation is not supported for this document";
    /** A file that is none of those which the person made with this gateway, where nothing more is granted. */
    private static final String NOT_MADE_HERE = "appNotAuthorizedToFile";
    /** What to do about refusals that are no matter of permission. */
    private static final Map<String, String> HINTS = Map.of(
            "exportSizeLimitExceeded",
            "Read it by parts with the tools of its own service, or ask the person to open it.",
            "cannotDownloadAbusiveFile",
            "Google holds the file to be harmful; the person can only open it in Google Drive.",
            "fileNotDownloadable",
            "The file has no bytes to read; ask the person to open it.",
            "storageQuotaExceeded",
            "The storage is full; ask the person to make room.",
            "teamDriveFileLimitExceeded",
            "The shared drive is full; ask the person to make room.");

    private static final int MOST_TEXT = 300;

    private final GoogleLinks links;

    Failures(GoogleLinks links) {
        this.links = links;
    }

    /** The parts of an error that matter. */
    private record Said(String message, Set<String> reasons) {}

    static boolean isTransient(GoogleClient.Answer answer) {
        return answer.status() == 429
                || answer.status() >= 500
                || (answer.status() == 403
                        && said(answer.body()).reasons().stream().anyMatch(BUSY::contains));
    }

    /** An answer that is no success. */
    ToolFailure of(GoogleRequest request, GoogleClient.Answer answer, GoogleCall call) {
        Said said = said(answer.body());
        String service = request.service().label();
        String what =
                service + " answered " + answer.status() + (said.message().isEmpty() ? "" : ": " + said.message());
        return switch (answer.status()) {
            case 400 ->
                new ToolFailure(
                        ToolFailure.INVALID_ARGUMENT,
                        what,
                        what.contains(OFFICE_FILE)
                                ? "It is a file of Microsoft Office in Google Drive; the tools for Drive can read it."
                                : "Correct the arguments, then call again.");
            case 401 -> signInAgain("Google no longer accepts the sign-in.");
            case 403 -> forbidden(request, said, what, call, answer);
            case 404, 410 ->
                new ToolFailure(
                        ToolFailure.NOT_FOUND, what, "Look the id up again; it may also belong to another account.");
            case 429 -> busy(what, answer);
            default -> answer.status() >= 500 ? away(request, what) : other(request, what, null);
        };
    }

    private ToolFailure forbidden(
            GoogleRequest request, Said said, String what, GoogleCall call, GoogleClient.Answer answer) {
        if (said.reasons().stream().anyMatch(BUSY::contains)) {
            return busy(what, answer);
        }
        if (said.reasons().stream().anyMatch(USED_UP::contains)) {
            return new ToolFailure(ToolFailure.RATE_LIMITED, what, "The quota is used up; try again tomorrow.");
        }
        if (said.reasons().stream().anyMatch(SCOPE::contains) || said.reasons().contains(NOT_MADE_HERE)) {
            return insufficientScope(call.need(), call.call().person());
        }
        if (said.reasons().stream().anyMatch(SWITCHED_OFF::contains)) {
            return other(
                    request,
                    what,
                    "The operator has to enable the API of " + request.service().label()
                            + " in the Google Cloud project of the OAuth client.");
        }
        return other(
                request,
                what,
                said.reasons().stream()
                        .map(HINTS::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse("The account may not do this."));
    }

    private static ToolFailure busy(String what, GoogleClient.Answer answer) {
        long seconds = (Pauses.asked(answer.headers()) + 999) / 1000;
        return new ToolFailure(
                ToolFailure.RATE_LIMITED,
                what,
                "Nothing was done. Try again " + (seconds > 0 ? "in " + seconds + " s." : "in a minute."));
    }

    private static ToolFailure other(GoogleRequest request, String what, @Nullable String hint) {
        return new ToolFailure(request.service().errorCode(), what, hint);
    }

    /** A failure without an answer. */
    ToolFailure of(GoogleRequest request, Throwable cause) {
        if (cause instanceof ToolFailure told) {
            return told;
        }
        return away(request, request.service().label() + " did not answer: " + reason(cause));
    }

    private static ToolFailure away(GoogleRequest request, String what) {
        return request.isRepeatable()
                ? new ToolFailure(ToolFailure.UPSTREAM_UNAVAILABLE, what, "Try again later.")
                : new ToolFailure(
                        ToolFailure.OUTCOME_UNKNOWN,
                        what + ". Nobody knows whether the change was made; it was not sent again.",
                        "Look whether it was made before you call again.");
    }

    /** A change for which there was no connection. */
    static ToolFailure notSent(GoogleRequest request, Throwable cause) {
        return new ToolFailure(
                ToolFailure.UPSTREAM_UNAVAILABLE,
                request.service().label() + " cannot be reached: " + reason(cause) + ". Nothing was sent.",
                "Try again later.");
    }

    ToolFailure late(GoogleRequest request) {
        return new ToolFailure(
                ToolFailure.UPSTREAM_UNAVAILABLE,
                "The call took too long before " + request.service().label() + " was asked.",
                "Try again later, or ask for less.");
    }

    static ToolFailure cancelled(GoogleRequest request) {
        return new ToolFailure(
                request.service().errorCode(),
                "The call was cancelled before " + request.service().label() + " was asked.",
                null);
    }

    static ToolFailure tooLarge(GoogleRequest request, long most) {
        return request.isRepeatable()
                ? other(request, request.service().label() + " answered more than " + most + " bytes.", "Ask for less.")
                : away(request, request.service().label() + " answered more than " + most + " bytes");
    }

    ToolFailure signInAgain(String why) {
        return new ToolFailure(
                ToolFailure.TOKEN_EXPIRED, why, "Ask the person to sign in with Google again: " + links.signIn());
    }

    ToolFailure insufficientScope(GoogleScope need, Person person) {
        return new ToolFailure(
                ToolFailure.INSUFFICIENT_SCOPE,
                "The person has not granted " + need.value() + ".",
                "Ask the person to grant exactly this: " + links.grant(need, person));
    }

    /** A kind, never a message: those of clients name addresses. */
    private static String reason(Throwable cause) {
        return switch (cause) {
            case java.util.concurrent.TimeoutException _ -> "it took too long";
            case java.net.ConnectException _ -> "no connection";
            case java.net.UnknownHostException _ -> "its name has no address";
            case javax.net.ssl.SSLException _ -> "no secure connection";
            default -> "the connection broke";
        };
    }

    private static Said said(Buffer body) {
        Set<String> reasons = new HashSet<>();
        try {
            Object error = body.length() > 0 && body.getByte(0) == '{'
                    ? body.toJsonObject().getValue("error")
                    : null;
            if (!(error instanceof JsonObject details)) {
                return new Said("", reasons);
            }
            add(reasons, details.getValue("errors"));
            add(reasons, details.getValue("details"));
            return new Said(clean(details.getValue("message")), reasons);
        } catch (DecodeException _) {
            return new Said("", reasons);
        }
    }

    private static void add(Set<String> reasons, @Nullable Object list) {
        if (list instanceof JsonArray array) {
            array.forEach(entry -> {
                if (entry instanceof JsonObject one && one.getValue("reason") instanceof String reason) {
                    reasons.add(reason);
                }
            });
        }
    }

    private static String clean(@Nullable Object message) {
        String text = message instanceof String said
                ? said.replaceAll("\\p{Cntrl}+", " ").strip()
                : "";
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
    }
}
