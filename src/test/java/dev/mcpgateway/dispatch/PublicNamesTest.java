package dev.mcpgateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublicNamesTest {
    @Test
    void anUpstreamWithoutPrefixKeepsItsNames() {
        assertThat(PublicNames.of("", "a".repeat(100))).isEqualTo("a".repeat(100));
    }

    @Test
    void aPrefixStandsBeforeTheName() {
        assertThat(PublicNames.of("docs_", "search")).isEqualTo("docs_search");
    }

    @Test
    void aLongNameIsCutToSixtyFourCharactersWithAStableHash() {
        String cut = PublicNames.of("docs_", "a".repeat(80));
        assertThat(cut).hasSize(64).startsWith("docs_aaa").matches(".*_[0-9a-f]{8}");
        assertThat(PublicNames.of("docs_", "a".repeat(80))).isEqualTo(cut);
        assertThat(PublicNames.mayBeCut(cut)).isTrue();
    }

    @Test
    void longNamesThatDifferAtTheEndStayDifferent() {
        assertThat(PublicNames.of("docs_", "a".repeat(80) + "b")).isNotEqualTo(PublicNames.of("docs_", "a".repeat(81)));
    }

    @Test
    void aShortNameWasNeverCut() {
        assertThat(PublicNames.mayBeCut("docs_search")).isFalse();
    }
}
