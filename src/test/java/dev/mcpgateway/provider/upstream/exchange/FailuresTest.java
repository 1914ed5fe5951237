package dev.mcpgateway.provider.upstream.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpgateway.protocol.ErrorCode;
import dev.mcpgateway.protocol.McpError;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure;
import dev.mcpgateway.provider.upstream.channel.UpstreamFailure.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
    private final Failures failures = new Failures("up");

    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE, 0, -31002, -31002",
        "REFUSED, 403, -31002, -31002",
        "REFUSED, 503, -31002, -31002",
        "REFUSED, 502, -31001, -31002",
        "REFUSED, 504, -31001, -31002",
        "SESSION_LOST, 404, -31008, -31008",
        "BROKEN, 0, -31001, -31002",
        "GARBLED, 0, -31001, -31002",
        "TIMED_OUT, 0, -31003, -31003",
        "TOO_LARGE, 0, -31007, -31007",
        "ABORTED, 0, -31001, -31001",
    })
    void eachFailureHasItsCodeAndNamesTheUpstream(Kind kind, int status, int once, int repeatable) {
        UpstreamFailure failure = new UpstreamFailure(kind, status, "because");

        assertThat(failures.error(failure, false).code()).isEqualTo(once);
        assertThat(failures.error(failure, true).code()).isEqualTo(repeatable);
        assertThat(failures.error(failure, false)).hasMessageContaining("upstream 'up'");
    }

    @Test
    void errorsPassAndWhatIsUnexpectedIsAnInternalError() {
        McpError error = McpError.denied("no");

        assertThat(failures.error(error, false)).isSameAs(error);
        assertThat(failures.error(new IllegalStateException("secret"), false).code())
                .isEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(failures.error(new IllegalStateException("secret"), false).getMessage())
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"tools/list, true", "resources/read, true", "ping, true", "tools/call, false", "vendor/odd, false"})
    void onlyWhatChangesNothingIsRepeatable(String method, boolean repeatable) {
        assertThat(Failures.isRepeatable(method)).isEqualTo(repeatable);
    }
}
