package dev.mcpgateway.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.crypto.AeadBox;
import dev.mcpgateway.identity.Person;
import dev.mcpgateway.identity.Principal;
import dev.mcpgateway.identity.Scope;
import dev.mcpgateway.peer.PeerTokens.Request;
import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class PeerTokensTest {
    private static final Principal ALICE = new Principal(
            new Person("https://idp.example.com", "alice", "alice@example.com", "example.com", Set.of("a", "b")),
            "client-1",
            Set.of(Scope.TOOLS_READ, Scope.API),
            "grant-1",
            "/mcp");
    private static final Request CALL = new Request("POST", "/mcp?x=1", "req-1");
    private static final Buffer BODY = Buffer.buffer("{}");

    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final PeerTokens sender = tokens((byte) 1);
    private final PeerTokens receiver = tokens((byte) 1);

    private PeerTokens tokens(byte key) {
        byte[] secret = new byte[32];
        secret[0] = key;
        return new PeerTokens(new AeadBox(new SecretKeySpec(secret, "AES")), clock, Duration.ofSeconds(30));
    }

    private String sealed() {
        return sender.seal(
                "task-b", CALL, new Forwarded(ALICE, true, "https://mcp.example.com", Forwarded.digest(BODY)));
    }

    @Test
    void theReceiverLearnsAllThatTheSenderKnowsOfThePrincipal() {
        Forwarded forwarded = receiver.open(sealed(), "task-b", CALL);

        assertThat(forwarded).isNotNull();
        assertThat(forwarded.principal()).isEqualTo(ALICE);
        assertThat(forwarded.parked()).isTrue();
        assertThat(forwarded.origin()).isEqualTo("https://mcp.example.com");
        assertThat(forwarded.isBody(BODY)).isTrue();
        assertThat(forwarded.isBody(Buffer.buffer("{ }"))).isFalse();
    }

    @Test
    void aPrincipalWithoutTheRestIsTheSameOnTheOtherSide() {
        String token = sender.seal("task-b", CALL, new Forwarded(Principal.ANYONE, false, "", Forwarded.digest(BODY)));

        assertThat(receiver.open(token, "task-b", CALL))
                .isEqualTo(new Forwarded(Principal.ANYONE, false, "", Forwarded.digest(BODY)));
    }

    @Test
    void everyFieldOfAPrincipalTravels() {
        // A new field needs its place in PrincipalJson, and in the principal above.
        assertThat(Principal.class.getRecordComponents()).hasSize(5);
        assertThat(Person.class.getRecordComponents()).hasSize(5);
    }

    @Test
    @Attack(WayIn.FORGED_TASK)
    void aForgedTokenIsRefused() {
        String token = sealed();
        char last = token.charAt(token.length() - 2);
        String changed = token.substring(0, token.length() - 2)
                + (last == 'A' ? 'B' : 'A')
                + token.substring(token.length() - 1);

        assertThat(receiver.open(changed, "task-b", CALL)).isNull();
        assertThat(receiver.open("made-up", "task-b", CALL)).isNull();
        assertThat(receiver.open("", "task-b", CALL)).isNull();
        assertThat(tokens((byte) 2).open(token, "task-b", CALL))
                .as("sealed by somebody else's gateway")
                .isNull();
    }

    @Test
    void aTokenIsGoodForOneRequest() {
        String token = sealed();

        assertThat(receiver.open(token, "task-b", CALL)).isNotNull();
        assertThat(receiver.open(token, "task-b", CALL)).isNull();
        now = now.plus(Duration.ofSeconds(29));
        assertThat(receiver.open(token, "task-b", CALL)).isNull();
    }

    @Test
    @Attack(WayIn.FORGED_TASK)
    void anExpiredTokenIsRefused() {
        String token = sealed();
        now = now.plus(Duration.ofSeconds(31));

        assertThat(receiver.open(token, "task-b", CALL)).isNull();
    }

    @Test
    void whatWasUsedIsForgottenOnceItHasExpired() {
        for (int i = 0; i < 100; i++) {
            receiver.open(sealed(), "task-b", CALL);
        }
        assertThat(receiver.remembered()).isEqualTo(100);
        now = now.plus(Duration.ofSeconds(31));
        receiver.open(sealed(), "task-b", CALL);

        assertThat(receiver.remembered()).isEqualTo(1);
    }

    @Test
    @Attack(WayIn.FORGED_TASK)
    void aTokenForAnotherTaskOrRequestIsRefused() {
        assertThat(receiver.open(sealed(), "task-c", CALL)).isNull();
        assertThat(receiver.open(sealed(), "task-b", new Request("GET", "/mcp?x=1", "req-1")))
                .isNull();
        assertThat(receiver.open(sealed(), "task-b", new Request("POST", "/mcp?x=2", "req-1")))
                .isNull();
        assertThat(receiver.open(sealed(), "task-b", new Request("POST", "/mcp?x=1", "req-2")))
                .isNull();
    }
}
