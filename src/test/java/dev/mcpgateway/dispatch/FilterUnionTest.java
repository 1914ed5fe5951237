package dev.mcpgateway.dispatch;

import static dev.mcpgateway.testing.ScriptedProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FilterUnionTest {
    @Test
    void trueWinsAndUrisAreJoined() {
        assertThat(FilterUnion.of(List.of(
                        json("{\"toolsListChanged\":false,\"resourceSubscriptions\":[\"a\",\"b\"]}"),
                        json("{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"b\",\"c\"]}"))))
                .isEqualTo("{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"a\",\"b\",\"c\"]}");
    }
}
