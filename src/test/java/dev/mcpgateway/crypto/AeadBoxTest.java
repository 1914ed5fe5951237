package dev.mcpgateway.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AeadBoxTest {

    private static final Buffer STATE = Buffer.buffer("{\"upstream\":\"files\"}");
    private static final Buffer ALICE = Buffer.buffer("alice/tools/call");

    private final ServerKey key = ServerKey.ephemeral();
    private final AeadBox box = new AeadBox(key.derive("request-state"));

    @Test
    void aTokenOpensToWhatWasSealed() {
        assertThat(box.open(box.seal(STATE, ALICE), ALICE)).isEqualTo(STATE);
        assertThat(box.open(box.seal(Buffer.buffer(), Buffer.buffer()), Buffer.buffer()))
                .isEqualTo(Buffer.buffer());
    }

    @Test
    void aTokenIsSafeInAUrlAndShowsNothing() {
        String token = box.seal(STATE, ALICE);

        assertThat(token).matches("[A-Za-z0-9_-]+");
        assertThat(new String(Base64.getUrlDecoder().decode(token), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("files")
                .doesNotContain("alice");
    }

    @Test
    void noTwoTokensShareANonce() {
        Set<Buffer> nonces = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = Base64.getUrlDecoder().decode(box.seal(STATE, ALICE));
            nonces.add(Buffer.buffer(bytes).getBuffer(1, 13));
        }
        assertThat(nonces).hasSize(1_000);
    }

    @Test
    void aTokenCutAnywhereIsRefused() {
        String token = box.seal(STATE, ALICE);
        for (int length = 0; length < token.length(); length++) {
            assertRefused(token.substring(0, length), ALICE);
        }
    }

    @Test
    void aTokenWithOneCharacterChangedIsRefused() {
        // 20, 21 and 22 bytes leave different numbers of unused bits in the last character.
        for (Buffer plaintext :
                List.of(STATE, STATE.copy().appendString("x"), STATE.copy().appendString("xy"))) {
            String token = box.seal(plaintext, ALICE);
            for (int at = 0; at < token.length(); at++) {
                for (char other : "AB_-g9".toCharArray()) {
                    if (token.charAt(at) != other) {
                        assertRefused(token.substring(0, at) + other + token.substring(at + 1), ALICE);
                    }
                }
            }
        }
    }

    @Test
    void aTokenWithSomethingAddedIsRefused() {
        String token = box.seal(STATE, ALICE);
        for (String suffix : List.of("=", "==", "A", "AAAA", " ", "\n", ".")) {
            assertRefused(token + suffix, ALICE);
        }
    }

    @Test
    void aTokenBoundToSomebodyElseIsRefused() {
        String token = box.seal(STATE, ALICE);

        assertRefused(token, Buffer.buffer("bob/tools/call"));
        assertRefused(token, Buffer.buffer());
    }

    @Test
    void aTokenOfAnotherPurposeOrAnotherServerIsRefused() {
        String token = box.seal(STATE, ALICE);

        assertThatThrownBy(() -> new AeadBox(key.derive("cookie")).open(token, ALICE))
                .isInstanceOf(UnopenableToken.class);
        assertThatThrownBy(() -> new AeadBox(ServerKey.ephemeral().derive("request-state")).open(token, ALICE))
                .isInstanceOf(UnopenableToken.class);
    }

    @Test
    void theHalvesOfTwoTokensDoNotMakeAThird() {
        String one = box.seal(STATE, ALICE);
        String two = box.seal(STATE, ALICE);
        for (int at = 1; at < one.length(); at++) {
            String spliced = one.substring(0, at) + two.substring(at);
            if (!spliced.equals(one) && !spliced.equals(two)) {
                assertRefused(spliced, ALICE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "AQ", "not base64!", "ä", "AQ==", "\u0000"})
    void whatIsNoTokenIsRefused(String text) {
        assertRefused(text, ALICE);
    }

    @Test
    void everyRefusalLooksTheSame() {
        String token = box.seal(STATE, ALICE);
        List<Throwable> refusals = new ArrayList<>();
        for (String bad : List.of("", "?", token.substring(1), token + "AAAA")) {
            try {
                box.open(bad, ALICE);
            } catch (UnopenableToken e) {
                refusals.add(e);
            }
        }

        assertThat(refusals)
                .hasSize(4)
                .allSatisfy(refusal -> assertThat(refusal)
                        .hasMessage("the token cannot be opened")
                        .hasNoCause());
    }

    private void assertRefused(String token, Buffer associatedData) {
        assertThatThrownBy(() -> box.open(token, associatedData))
                .as("token %s", token)
                .isInstanceOf(UnopenableToken.class);
    }
}
