package dev.mcpgateway.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.config.Secret;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeysTest {

    private static final String OLD = "the secret that served until now.";
    private static final String NEW = "the secret that serves from now on";
    private static final Buffer TEXT = Buffer.buffer("text");
    private static final Buffer PLACE = Buffer.buffer("place");

    @TempDir
    Path temp;

    @Test
    void twoTasksWithOneSecretOpenEachOthersTokens() {
        String token = keys(OLD).box("cookie").seal(TEXT, PLACE);

        assertThat(keys(OLD).box("cookie").open(token, PLACE)).isEqualTo(TEXT);
    }

    @Test
    void aRotatedSecretStillOpensAndNoLongerSeals() {
        String before = keys(OLD).box("cookie").seal(TEXT, PLACE);
        AeadBox rotated = keys(NEW, OLD).box("cookie");

        assertThat(rotated.open(before, PLACE)).isEqualTo(TEXT);
        assertThat(keys(NEW).box("cookie").open(rotated.seal(TEXT, PLACE), PLACE))
                .isEqualTo(TEXT);
        assertThat(keys(NEW, OLD).derive("cookie"))
                .containsExactly(
                        keys(NEW).derive("cookie").getFirst(),
                        keys(OLD).derive("cookie").getFirst());
    }

    @Test
    void aSecretThatWasTakenOutOpensNothing() {
        String before = keys(OLD).box("cookie").seal(TEXT, PLACE);

        assertThatThrownBy(() -> keys(NEW).box("cookie").open(before, PLACE)).isInstanceOf(UnopenableToken.class);
    }

    @Test
    void aTokenOfOnePurposeOpensForNoOther() {
        String token = keys(NEW, OLD).box("cookie").seal(TEXT, PLACE);

        assertThatThrownBy(() -> keys(NEW, OLD).box("request-state").open(token, PLACE))
                .isInstanceOf(UnopenableToken.class);
    }

    @Test
    void withoutASecretTheFileOfTheDataDirectoryServes() {
        assertThat(ServerKeys.ofFile(temp).derive("x"))
                .isEqualTo(ServerKeys.ofFile(temp).derive("x"))
                .containsExactly(ServerKey.loadOrCreate(temp).derive("x"));
        assertThat(ServerKeys.ephemeral().derive("x"))
                .isNotEqualTo(ServerKeys.ephemeral().derive("x"));
    }

    @Test
    void noSecretAtAllIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ServerKeys.of(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new AeadBox(List.of()));
    }

    private static ServerKeys keys(String... secrets) {
        return ServerKeys.of(List.of(secrets).stream().map(Secret::of).toList());
    }
}
