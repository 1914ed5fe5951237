package dev.mcpgateway.provider.aws.credentials;

import dev.mcpgateway.provider.aws.api.AwsApi;
import dev.mcpgateway.provider.aws.api.AwsOperation;
import dev.mcpgateway.provider.aws.api.Identity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * The credentials of people's roles, each asked for once and kept until shortly before it ends; of more people than fit, those
 * who did not call for longest go. Thread-safe.
 */
final class RoleCredentials {
    private static final Logger LOG = LoggerFactory.getLogger(RoleCredentials.class);

    private final Vertx vertx;
    private final AwsApi api;
    private final Duration renewBefore;
    private final InstantSource clock;
    private final Map<RoleRequest, Future<CallerCredentials>> kept;

    RoleCredentials(Vertx vertx, AwsApi api, int most, Duration renewBefore, InstantSource clock) {
        this.vertx = vertx;
        this.api = api;
        this.renewBefore = renewBefore;
        this.clock = clock;
        this.kept = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<RoleRequest, Future<CallerCredentials>> eldest) {
                return size() > most;
            }
        };
    }

    /** Credentials that live for a while yet; whoever asks at the same time shares the question. */
    Future<CallerCredentials> of(RoleRequest request) {
        Future<CallerCredentials> shared;
        synchronized (kept) {
            Future<CallerCredentials> known = kept.get(request);
            if (known != null && isFresh(known)) {
                shared = known;
            } else {
                shared = assume(request);
                kept.put(request, shared);
            }
        }
        // A failure is nobody's but of those who wait for it.
        shared.onFailure(failure -> remove(request, shared));
        return Future.fromCompletionStage(shared.toCompletionStage(), vertx.getOrCreateContext());
    }

    private boolean isFresh(Future<CallerCredentials> known) {
        if (!known.isComplete()) {
            return true;
        }
        CallerCredentials present = known.result();
        return present != null
                && present.expires() != null
                && present.expires().isAfter(clock.instant().plus(renewBefore));
    }

    /** Forgets what AWS has refused. */
    void forget(RoleRequest request) {
        synchronized (kept) {
            kept.remove(request);
        }
    }

    /** Forgets all of a person, whatever is under way included. */
    void forget(String personId) {
        synchronized (kept) {
            kept.keySet().removeIf(request -> request.personId().equals(personId));
        }
    }

    private void remove(RoleRequest request, Future<CallerCredentials> failed) {
        synchronized (kept) {
            kept.remove(request, failed);
        }
    }

    private Future<CallerCredentials> assume(RoleRequest request) {
        return api.ownCredentials()
                .compose(own -> api.region().compose(region -> assume(request, own, region)))
                .onFailure(failure -> LOG.warn(
                        "the role {} cannot be assumed for a person: {}", request.arn(), failure.getMessage()));
    }

    private Future<CallerCredentials> assume(RoleRequest request, AwsCredentials own, String region) {
        AssumeRoleRequest.Builder asked = AssumeRoleRequest.builder()
                .roleArn(request.arn())
                .roleSessionName(request.sessionName())
                .durationSeconds((int) request.duration().toSeconds())
                .tags(tags(request));
        if (request.externalId() != null) {
            asked.externalId(request.externalId().reveal());
        }
        return api.sts(
                        AwsOperation.ASSUME_ROLE,
                        own,
                        region,
                        (sts, signed) -> sts.assumeRole(
                                asked.overrideConfiguration(signed).build()))
                .map(answer -> credentials(request, answer));
    }

    private static List<Tag> tags(RoleRequest request) {
        return request.tags().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static CallerCredentials credentials(RoleRequest request, AssumeRoleResponse answer) {
        Credentials given = answer.credentials();
        String arn = answer.assumedRoleUser().arn();
        return new CallerCredentials(
                AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken()),
                new Source.Role(request),
                null,
                new Identity(account(arn), arn, answer.assumedRoleUser().assumedRoleId()),
                given.expiration());
    }

    /** {@code arn:aws:sts::<account>:assumed-role/…}. */
    private static String account(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length == 6 ? parts[4] : "";
    }
}
