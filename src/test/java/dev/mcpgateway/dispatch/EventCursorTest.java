package dev.mcpgateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCursorTest {
    @Test
    void anIdOfACallNamesItsProviderAndItsEvent() {
        assertThat(EventCursor.parse("docs/a/b&c")).isEqualTo(new EventCursor.OfCall("docs", "a/b&c"));
    }

    @Test
    void aCursorOverSeveralProvidersComesBackAsItWas() {
        EventCursor.OfStandalone cursor =
                new EventCursor.OfStandalone(Map.of()).after("docs", "1&2/3%").after("mail", "x y");
        assertThat(cursor.encode()).startsWith("~docs/").doesNotContain(" ");
        assertThat(EventCursor.parse(cursor.encode())).isEqualTo(cursor);
    }

    @Test
    void aLaterEventReplacesTheEarlierOfTheSameProvider() {
        EventCursor.OfStandalone cursor =
                new EventCursor.OfStandalone(Map.of()).after("docs", "1").after("docs", "2");
        assertThat(cursor.eventIds()).isEqualTo(Map.of("docs", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "noslash", "~", "~x", "~/1", "~a/%zz"})
    void whatTheGatewayDidNotGiveIsNoCursor(String id) {
        assertThat(EventCursor.parse(id)).isNull();
    }
}
