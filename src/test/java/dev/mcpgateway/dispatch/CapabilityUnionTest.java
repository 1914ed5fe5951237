package dev.mcpgateway.dispatch;

import static dev.mcpgateway.testing.ScriptedProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilityUnionTest {
    @Test
    void trueWinsAndObjectsAreMerged() {
        assertThat(CapabilityUnion.of(List.of(
                        json("{\"tools\":{\"listChanged\":false},\"logging\":{}}"),
                        json("{\"tools\":{\"listChanged\":true},\"x\":{\"y\":[1]}}"))))
                .isEqualTo("{\"tools\":{\"listChanged\":true},\"logging\":{},\"x\":{\"y\":[1]}}");
    }

    @Test
    void tasksAreNotAnnouncedBecauseTheirIdsNameNoUpstream() {
        assertThat(CapabilityUnion.of(List.of(json("{\"tasks\":{},\"extensions\":"
                        + "{\"io.modelcontextprotocol/tasks\":{},\"io.modelcontextprotocol/ui\":{}}}"))))
                .isEqualTo("{\"extensions\":{\"io.modelcontextprotocol/ui\":{}}}");
    }

    @Test
    void whatIsNoObjectAddsNothing() {
        assertThat(CapabilityUnion.of(List.of(json("[]"), json("{\"a\":1}"), json("{\"a\":2}"))))
                .isEqualTo("{\"a\":1}");
    }
}
