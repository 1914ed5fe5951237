package dev.mcpgateway.provider.google.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {
    private static final List<List<Object>> SHEET = List.of(
            List.of("Report"),
            Arrays.asList("Name", "Name", null),
            Arrays.asList("Ann|e", null, new BigDecimal("1")),
            List.of("Bob\nB", "x"));

    private static JsonObject rows(Integer header, int offset, int most, Rows.Format format) {
        Rows rows = new Rows(header, offset, most, format);
        for (List<Object> row : SHEET) {
            if (!rows.test(row)) {
                break;
            }
        }
        return rows.put(new JsonObject());
    }

    @Test
    void aRowOfNamesMakesObjectsWithANameForEachColumn() {
        JsonObject page = rows(2, 0, 1000, Rows.Format.JSON);

        assertThat(page.getJsonArray("columns"))
                .isEqualTo(new JsonArray().add("Name").add("Name_2").add("C"));
        assertThat(page.getJsonArray("rows").getJsonObject(0))
                .isEqualTo(new JsonObject().put("Name", "Ann|e").put("C", new BigDecimal("1")));
        assertThat(page.getInteger("rowCount")).isEqualTo(2);
    }

    @Test
    void withoutOneRowsAreLists() {
        assertThat(rows(null, 0, 1000, Rows.Format.JSON).getJsonArray("rows").encode())
                .isEqualTo("[[\"Report\"],[\"Name\",\"Name\",null],[\"Ann|e\",null,1],[\"Bob\\nB\",\"x\"]]");
    }

    @Test
    void markdownKeepsTheTableWhateverIsInACell() {
        assertThat(rows(2, 0, 1000, Rows.Format.MARKDOWN).getString("text"))
                .isEqualTo("| Name | Name |  |\n| --- | --- | --- |\n| Ann\\|e |  | 1 |\n| Bob<br>B | x |  |\n");
    }

    @Test
    void eachPartHasTheNamesAndSaysWhereItGoesOn() {
        JsonObject first = rows(2, 0, 25, Rows.Format.CSV);
        assertThat(first.getString("text")).isEqualTo("Name,Name,\nAnn|e,,1\n");
        assertThat(first.getInteger("nextOffset")).isEqualTo(1);

        JsonObject second = rows(2, 1, 25, Rows.Format.CSV);
        assertThat(second.getString("text")).isEqualTo("Name,Name,\n\"Bob\nB\",x\n");
        assertThat(second.getInteger("nextOffset")).isNull();
    }

    @Test
    void aRowThatIsTooLongForAnyResultIsCutAndTheNextOnesAreReached() {
        Rows rows = new Rows(null, 0, 100, Rows.Format.CSV);
        assertThat(rows.test(List.of("x".repeat(5_000), "y"))).isTrue();
        assertThat(rows.test(List.of("next"))).isFalse();

        JsonObject page = rows.put(new JsonObject());
        assertThat(page.getString("text")).hasSizeLessThan(110).contains("…,y");
        assertThat(page.getBoolean("cellsCut")).isTrue();
        assertThat(page.getInteger("nextOffset")).isEqualTo(1);
    }
}
