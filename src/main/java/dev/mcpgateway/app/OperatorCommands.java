package dev.mcpgateway.app;

import dev.mcpgateway.audit.AuditAction;
import dev.mcpgateway.audit.AuditEvent;
import dev.mcpgateway.audit.AuditLog;
import dev.mcpgateway.audit.AuditOutcome;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.oauth.OAuthError;
import dev.mcpgateway.oauth.grant.KnownPeople;
import dev.mcpgateway.oauth.grant.PersonalTokens;
import dev.mcpgateway.oauth.server.Authorization;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What operators may ask a running gateway for. Questions and answers are small JSON objects. */
final class OperatorCommands {
    private final Authorization authorization;
    private final KnownPeople people;
    private final AuditLog audit;

    OperatorCommands(Authorization authorization, KnownPeople people, AuditLog audit) {
        this.authorization = authorization;
        this.people = people;
        this.audit = audit;
    }

    Future<JsonObject> run(JsonObject question) {
        return Future.succeededFuture(question).compose(asked -> switch (asked.getString("do", "")) {
            case "revoke-person" -> revokePerson(asked.getString("person"));
            case "revoke-client" -> revokeClient(asked.getString("client"));
            case "token-create" -> create(asked);
            case "token-list" -> list(asked);
            case "token-revoke" -> revokeToken(asked);
            default -> throw OAuthError.invalidRequest("this gateway does not know that command; is it an older one?");
        });
    }

    private Future<JsonObject> revokePerson(String who) {
        // An id is worth trying even if nobody of that name ever signed in.
        Future<List<String>> ids = who.contains("|")
                ? Future.succeededFuture(List.of(who))
                : named(who).map(all -> all.stream().map(Person::id).toList());
        return ids.compose(found -> Future.join(
                                found.stream().map(authorization::revokePerson).toList())
                        .map(found))
                .map(found -> {
                    found.forEach(id -> audit.record(AuditEvent.of(AuditAction.TOKEN_REVOKED, AuditOutcome.SUCCESS)
                            .detail("by", "operator")
                            .detail("revokedPerson", id)));
                    return new JsonObject().put("revoked", new JsonArray(found));
                });
    }

    private Future<JsonObject> revokeClient(String client) {
        return authorization.revokeClient(client).map(done -> {
            audit.record(AuditEvent.of(AuditAction.TOKEN_REVOKED, AuditOutcome.SUCCESS)
                    .client(client)
                    .detail("by", "operator"));
            return new JsonObject().put("revoked", new JsonArray().add(client));
        });
    }

    private Future<JsonObject> create(JsonObject asked) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String value : asked.getString("scopes", "").split("[ ,]+", -1)) {
            Scope scope = Scope.of(value);
            if (scope == null) {
                throw OAuthError.invalidScope("there is no scope " + value + "; there are "
                        + EnumSet.allOf(Scope.class).stream().map(Scope::value).collect(Collectors.joining(", ")));
            }
            scopes.add(scope);
        }
        return one(asked)
                .compose(person -> authorization
                        .personalTokens()
                        .create(
                                person,
                                asked.getString("name", ""),
                                scopes,
                                Duration.ofSeconds(asked.getLong("seconds", 0L)))
                        .map(created -> {
                            audit.record(AuditEvent.of(AuditAction.PERSONAL_TOKEN_CREATED, AuditOutcome.SUCCESS)
                                    .by(person)
                                    .detail("by", "operator")
                                    .detail("name", created.entry().name()));
                            return shown(created.entry()).put("token", created.token());
                        }));
    }

    private Future<JsonObject> list(JsonObject asked) {
        return one(asked)
                .compose(person -> authorization.personalTokens().list(person.id()))
                .map(tokens -> new JsonObject()
                        .put(
                                "tokens",
                                new JsonArray(tokens.stream()
                                        .map(OperatorCommands::shown)
                                        .toList())));
    }

    private Future<JsonObject> revokeToken(JsonObject asked) {
        String id = asked.getString("id", "");
        return one(asked)
                .compose(person -> authorization.personalTokens().revoke(person.id(), id))
                .map(had -> {
                    if (!had) {
                        throw OAuthError.invalidRequest("the person has no token with this id");
                    }
                    return new JsonObject().put("revoked", new JsonArray().add(id));
                });
    }

    private static JsonObject shown(PersonalTokens.PersonalToken token) {
        return new JsonObject()
                .put("id", token.id())
                .put("name", token.name())
                .put(
                        "scopes",
                        token.scopes().stream().sorted().map(Scope::value).collect(Collectors.joining(" ")))
                .put("expires", token.expiresAt().toString());
    }

    private Future<List<Person>> named(String email) {
        return people.withEmail(email).map(all -> {
            if (all.isEmpty()) {
                throw OAuthError.invalidRequest("nobody has signed in with the e-mail address " + email);
            }
            return all;
        });
    }

    private Future<Person> one(JsonObject asked) {
        return named(asked.getString("person", "")).map(all -> {
            if (all.size() > 1) {
                throw OAuthError.invalidRequest("more than one person has this e-mail address, at several providers");
            }
            return all.getFirst();
        });
    }
}
