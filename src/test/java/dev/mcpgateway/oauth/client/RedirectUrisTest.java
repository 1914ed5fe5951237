package dev.mcpgateway.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.testing.attack.Attack;
import dev.mcpgateway.testing.attack.WayIn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which redirect URIs may be registered, and which one is which. */
class RedirectUrisTest {
    private static final List<String> SCHEMES = List.of("cursor", "vscode");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://claude.ai/api/mcp/auth_callback",
                "https://app.example.com:8443/cb?x=1",
                "http://localhost:1234/callback",
                "http://127.0.0.1/cb",
                "http://[::1]:9/cb",
                "http://localhost:1234",
                "cursor://anysphere.cursor-retrieval/oauth/user-docs/callback",
                "vscode://vscode.github-authentication/did-authenticate"
            })
    void whatClientsUseMayBeRegistered(String uri) {
        assertThat(RedirectUris.problem(uri, SCHEMES)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/cb",
                "http://localhost.evil.example/cb",
                "http://127.0.0.1.evil.example/cb",
                "http://localhost@evil.example/cb",
                "https://user@app.example.com/cb",
                "https://app.example.com/cb#fragment",
                "https://*.example.com/cb",
                "https://app.example.com\\@evil.example/cb",
                "https:///cb",
                "/cb",
                "javascript:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "com.evil.app:/cb",
                "ftp://example.com/cb",
                "https://app.example.com/c b",
                ""
            })
    void whatLeadsElsewhereMayNot(String uri) {
        assertThat(RedirectUris.problem(uri, SCHEMES)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:1111/cb, http://127.0.0.1:2222/cb",
        "http://127.0.0.1/cb, http://127.0.0.1:2222/cb",
        "http://localhost:1111/cb, http://localhost/cb",
        "http://[::1]:1111/cb?a=1, http://[::1]:2/cb?a=1",
        "https://app.example.com/cb, https://app.example.com/cb"
    })
    void onLoopbackAnyPortIsTheSame(String registered, String asked) {
        assertThat(RedirectUris.matches(List.of(registered), asked)).isTrue();
    }

    @Attack(WayIn.LOOK_ALIKE_REDIRECT)
    @Test
    void aRedirectUriThatOnlyLooksRightIsAnother() {
        for (String[] pair : new String[][] {
            {"https://app.example.com/cb", "https://app.example.com/cb/"},
            {"https://app.example.com/cb", "https://app.example.com/cb?x=1"},
            {"https://app.example.com/cb", "https://app.example.com:444/cb"},
            {"https://app.example.com/cb", "https://app.example.com/CB"},
            {"https://app.example.com/cb", "https://APP.example.com/cb"},
            {"https://app.example.com/cb", "http://app.example.com/cb"},
            {"https://app.example.com/cb", "https://app.example.com.evil.example/cb"},
            {"https://app.example.com/cb", "https://app.example.com@evil.example/cb"},
            {"https://app.example.com/cb", "https://app.example.com/cb/../other"},
            {"https://app.example.com/cb", "https://app.example.com/%63b"},
            {"https://app.example.com/cb", "https://app.example.com/cb#x"},
            {"http://127.0.0.1:1/cb", "http://localhost:1/cb"},
            {"http://127.0.0.1:1/cb", "https://127.0.0.1:1/cb"},
            {"http://127.0.0.1:1/cb", "http://127.0.0.1:1/other"},
            {"http://127.0.0.1:1/cb", "http://127.0.0.1:1@evil.example/cb"},
            {"http://127.0.0.1:1/cb", "http://127.0.0.1.evil.example:1/cb"},
            {"http://127.0.0.1:1/cb", "http://127.0.0.1:123456/cb"},
            {"http://127.0.0.1:1/cb", "http://127.0.0.1:1/cb#x"},
            {"cursor://a/cb", "cursor://b/cb"},
            {"cursor://a:1/cb", "cursor://a:2/cb"}
        }) {
            assertThat(RedirectUris.matches(List.of(pair[0]), pair[1]))
                    .as("%s for %s", pair[1], pair[0])
                    .isFalse();
        }
    }

    @Test
    void aNameCannotTurnTheTextAroundIt() {
        assertThat(Registration.name("Cur\u202Esor\n\u0007", "https://x.example/cb"))
                .isEqualTo("Cursor");
        assertThat(Registration.name("\u200B \n", "https://x.example/cb")).isEqualTo("x.example");
        assertThat(Registration.name("n".repeat(500), "https://x.example/cb")).hasSize(100);
    }
}
