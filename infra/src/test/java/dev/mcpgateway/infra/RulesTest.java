package dev.mcpgateway.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.services.s3.Bucket;

/** The rules of cdk-nag; what is broken on purpose is argued in {@link NagExceptions}. */
class RulesTest {
    @Test
    void noRuleIsBroken() {
        assertThat(Synthesized.usual().errors()).isEmpty();
        assertThat(Synthesized.usual().warnings())
                .noneSatisfy(warning -> assertThat(warning).contains("AwsSolutions"));
    }

    @Test
    void noRuleIsBrokenWithACertificateEither() {
        assertThat(Synthesized.https().errors()).isEmpty();
    }

    @Test
    void aBucketThatAnybodyMayReadWouldBreakSome() {
        McpGatewayStack stack = Synthesized.stack(Map.of(), Map.of());
        Bucket.Builder.create(stack, "Open").build();

        assertThat(Synthesized.of(stack).errors())
                .anySatisfy(error -> assertThat(error).contains("AwsSolutions-S1"));
    }
}
