package dev.mcpgateway.provider.google.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class A1RangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "A1; A1",
                "A:C; A:C",
                "$B$2:D; $B$2:D",
                "Sheet1; Sheet1",
                "Übersicht; Übersicht",
                "Sheet1!A1; 'Sheet1'!A1",
                "My Sheet!A1:B2; 'My Sheet'!A1:B2",
                "5/6; '5/6'",
                "It's 5/6!A1; 'It''s 5/6'!A1",
                "It's; 'It''s'",
                "'It''s 5/6'!A1; 'It''s 5/6'!A1",
                "'all'; 'all'",
            })
    void theNameOfASheetStandsInQuotesWhereItMayNeedThem(String given, String sent) {
        assertThat(A1Range.quoted(given)).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A1", "Sheet1!A1:Z1000", "'a!b'!AA10:ZZZ20", "'It''s 5/6'!B2"})
    void aRangeIsWrittenAsItWasRead(String range) {
        assertThat(A1Range.parse(range)).hasToString(range);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sheet1", "A:C", "1:5", "A5:C", "'a!A1'", "total_2026", "A0", "ABCD1", ""})
    void whatDoesNotSayAllCornersIsNoRangeOfCells(String range) {
        assertThat(A1Range.parse(range)).isNull();
    }

    @Test
    void columnsHaveTheirLetters() {
        assertThat(A1Range.letters(1)).isEqualTo("A");
        assertThat(A1Range.letters(26)).isEqualTo("Z");
        assertThat(A1Range.letters(27)).isEqualTo("AA");
        assertThat(A1Range.letters(702)).isEqualTo("ZZ");
        assertThat(A1Range.letters(703)).isEqualTo("AAA");
        assertThat(A1Range.letters(18_278)).isEqualTo("ZZZ");
    }

    @Test
    void oneCellIsNoMoreThanOne() {
        assertThat(A1Range.parse("$c$7").isOneCell()).isTrue();
        assertThat(A1Range.parse("C7:C7").isOneCell()).isTrue();
        assertThat(A1Range.parse("C7:C8").isOneCell()).isFalse();
    }
}
