package dev.mcpgateway.provider.google.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
    @Test
    void bordersInsideAFieldStandInQuotes() {
        assertThat(Csv.of(List.of(List.of("a,b", "say \"hi\"", "two\nlines", "cr\rhere", " blank ", "plain"))))
                .isEqualTo("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"cr\rhere\",\" blank \",plain\r\n");
    }

    @Test
    void allLinesHaveAsManyFieldsAsTheLongestOne() {
        assertThat(Csv.of(List.of(List.of("a", "b", "c"), List.of(), List.of("d"))))
                .isEqualTo("a,b,c\r\n,,\r\nd,,\r\n");
    }

    @Test
    void numbersAndTruthValuesAreWrittenAsSheetsWriteThem() {
        assertThat(Csv.of(List.of(List.of(1, new BigDecimal("0.1"), true, false, ""))))
                .isEqualTo("1,0.1,TRUE,FALSE,\r\n");
    }

    @Test
    void noRowsAreNoLines() {
        assertThat(Csv.of(List.of())).isEmpty();
    }
}
