package dev.mcpgateway.dispatch;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.audit.AuditOutcome;
import dev.mcpgateway.config.AuditConfig;
import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.InsufficientScope;
import dev.mcpgateway.protocol.JsonSlice;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.protocol.McpMethod;
import dev.mcpgateway.protocol.RateLimited;
import dev.mcpgateway.provider.Call;
import dev.mcpgateway.provider.Reply;
import io.vertx.core.Future;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes an audit line for each call of a tool, prompt or resource, and for everything that was denied. */
public final class AuditCalls implements Interceptor {
    private static final Set<String> AUDITED = Set.of(
            McpMethod.TOOLS_CALL,
            McpMethod.PROMPTS_GET,
            McpMethod.RESOURCES_READ,
            McpMethod.RESOURCES_SUBSCRIBE,
            McpMethod.TASKS_RESULT,
            McpMethod.TASKS_CANCEL,
            McpMethod.TASKS_UPDATE);
    /** A name may be as long as a request; the upstream has no tool of such a one. */
    private static final int LONGEST_NAME = 512;

    private final AuditLog log;
    private final Supplier<AuditConfig.Arguments> arguments;

    /** @param arguments what of them is written, read anew at each use */
    public AuditCalls(AuditLog log, Supplier<AuditConfig.Arguments> arguments) {
        this.log = log;
        this.arguments = arguments;
    }

    @Override
    public Future<Reply> intercept(Call call, Function<Call, Future<Reply>> next) {
        long start = System.nanoTime();
        AtomicBoolean written = new AtomicBoolean();
        if (AUDITED.contains(call.message().method())) {
            call.onCancel(() -> write(call, start, AuditOutcome.UNKNOWN, "cancelled", written));
        }
        Future<Reply> way;
        try {
            way = next.apply(call);
        } catch (McpError error) {
            way = Future.failedFuture(error);
        }
        return way.onComplete(ended -> {
            AuditOutcome outcome = ended.succeeded() ? of(ended.result()) : of(call, ended.cause());
            if (outcome == AuditOutcome.DENIED
                    || AUDITED.contains(call.message().method())) {
                String code = ended.cause() instanceof McpError error ? String.valueOf(error.code()) : null;
                write(call, start, outcome, code, written);
            }
        });
    }

    private static AuditOutcome of(Reply reply) {
        return reply.isError() ? AuditOutcome.FAILED : AuditOutcome.SUCCESS;
    }

    private static AuditOutcome of(Call call, Throwable failure) {
        Call.Ruling ruling = call.ruling();
        if (failure instanceof InsufficientScope || (ruling != null && !ruling.allowed())) {
            return AuditOutcome.DENIED;
        }
        return switch (failure) {
            case RateLimited _ -> AuditOutcome.LIMITED;
            case McpError error when error.code() == ErrorCode.OUTCOME_UNKNOWN -> AuditOutcome.UNKNOWN;
            case McpError error when error.code() == ErrorCode.UPSTREAM_TIMED_OUT -> AuditOutcome.UNKNOWN;
            default -> AuditOutcome.FAILED;
        };
    }

    /** @param reason the error code, or why nobody waited for the end */
    private void write(Call call, long start, AuditOutcome outcome, @Nullable String reason, AtomicBoolean written) {
        if (!written.compareAndSet(false, true)) {
            return;
        }
        String method = String.valueOf(call.message().method());
        Call.Ruling ruling = call.ruling();
        List<AuditEvent.Detail> details = new ArrayList<>(8);
        add(details, "method", method);
        add(details, "upstream", ruling != null ? ruling.provider() : call.provider());
        add(details, kind(method), name(call, ruling));
        add(details, "rule", ruling == null ? null : ruling.by());
        add(details, "reason", reason);
        details.add(new AuditEvent.Detail("durationMillis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
        JsonSlice params = call.message().params();
        JsonSlice given = params == null ? null : params.get("arguments");
        if (given != null) {
            switch (arguments.get()) {
                case NONE -> {}
                case DIGEST -> add(details, "argumentsSha256", sha256(given.toByteArray()));
                case FULL -> add(details, "arguments", given.toString());
            }
        }
        log.record(new AuditEvent(
                AuditAction.CALL,
                outcome,
                call.principal().person(),
                call.principal().clientId(),
                call.requestId(),
                details));
    }

    private static void add(List<AuditEvent.Detail> details, String name, @Nullable String value) {
        if (value != null) {
            details.add(new AuditEvent.Detail(name, value));
        }
    }

    private static String kind(String method) {
        return switch (method) {
            case McpMethod.TOOLS_CALL -> "tool";
            case McpMethod.PROMPTS_GET -> "prompt";
            case McpMethod.RESOURCES_READ, McpMethod.RESOURCES_SUBSCRIBE, McpMethod.RESOURCES_UNSUBSCRIBE -> "resource";
            default -> "name";
        };
    }

    private static @Nullable String name(Call call, Call.@Nullable Ruling ruling) {
        String name = ruling != null && ruling.name() != null
                ? ruling.name()
                : call.message().name() != null
                        ? call.message().name()
                        : call.message().uri();
        return name == null || name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
