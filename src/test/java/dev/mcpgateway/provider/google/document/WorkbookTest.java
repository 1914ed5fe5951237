package dev.mcpgateway.provider.google.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpgateway.testing.TestFiles;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dhatim.fastexcel.VisibilityState;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;

class WorkbookTest {
    private static Bounds bounds() {
        return Bounds.of(1, 4 << 20, Duration.ofMinutes(1));
    }

    private static List<List<Object>> rows(byte[] file) {
        List<List<Object>> rows = new ArrayList<>();
        try (Workbook workbook = Workbook.open(file, bounds())) {
            workbook.read(null, row -> rows.add(new ArrayList<>(row)));
        }
        return rows;
    }

    private static List<List<Object>> cells(String sheetData) {
        return rows(TestFiles.xlsx("", sheetData, Map.of()));
    }

    private static String csv(byte[] file) {
        try (Workbook workbook = Workbook.open(file, bounds())) {
            TextWindow window = new TextWindow(0, 100_000);
            workbook.appendCsv(window);
            return window.put(new JsonObject()).getString("text");
        }
    }

    private static Unreadable refused(byte[] file) {
        try (Workbook workbook = Workbook.open(file, bounds())) {
            workbook.read(null, row -> true);
        } catch (Unreadable told) {
            return told;
        }
        throw new AssertionError("was read");
    }

    @Test
    void cellsAreTextsNumbersTruthsAndDates() {
        byte[] file = TestFiles.xlsx(workbook -> {
            Worksheet sheet = workbook.newWorksheet("One");
            sheet.value(0, 0, "Ünïcode");
            sheet.value(0, 1, 0.1 + 0.2);
            sheet.value(0, 2, 12_000_000);
            sheet.value(0, 3, true);
            sheet.value(0, 4, LocalDate.of(2026, 3, 29));
            sheet.style(0, 4).format("yyyy-mm-dd").set();
            sheet.value(0, 5, LocalDateTime.of(2026, 3, 29, 14, 30));
            sheet.style(0, 5).format("d mmm yyyy h:mm").set();
            sheet.value(0, 6, 0.25);
            sheet.style(0, 6).format("0.0 \"days\"").set();
        });

        assertThat(rows(file))
                .containsExactly(List.of(
                        "Ünïcode",
                        new BigDecimal("0.3"),
                        new BigDecimal("12000000"),
                        true,
                        "2026-03-29",
                        "2026-03-29T14:30",
                        new BigDecimal("0.25")));
    }

    @Test
    void formulasHaveTheValueThatTheyWereSavedWith() {
        assertThat(cells("<row r=\"1\"><c r=\"A1\"><f>SUM(B1:B9)</f><v>42</v></c>"
                        + "<c r=\"B1\" t=\"str\"><f>\"a\"&amp;\"b\"</f><v>ab</v></c>"
                        + "<c r=\"C1\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>"
                        + "<c r=\"D1\" s=\"1\"><f>TODAY()</f><v>46110</v></c></row>"))
                .containsExactly(List.of(new BigDecimal("42"), "ab", "#DIV/0!", "2026-03-29"));
    }

    @Test
    void datesOf1900CountFrom1900AndThoseOf1904From1904() {
        String dates = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>1</v></c><c r=\"B1\" s=\"1\"><v>59</v></c>"
                + "<c r=\"C1\" s=\"1\"><v>61</v></c><c r=\"D1\" s=\"2\"><v>36526.5</v></c></row>";

        assertThat(cells(dates)).containsExactly(List.of("1900-01-01", "1900-02-28", "1900-03-01", "2000-01-01T12:00"));
        assertThat(rows(TestFiles.xlsx("<workbookPr date1904=\"1\"/>", dates, Map.of())))
                .containsExactly(List.of("1904-01-02", "1904-02-29", "1904-03-02", "2004-01-02T12:00"));
    }

    @Test
    void timesAndDurationsAreNoDates() {
        assertThat(cells("<row r=\"1\"><c r=\"A1\" s=\"2\"><v>0.75</v></c><c r=\"B1\" s=\"3\"><v>1.5</v></c>"
                        + "<c r=\"C1\" s=\"4\"><v>0.5</v></c></row>"))
                .containsExactly(List.of("18:00", "36:00:00", new BigDecimal("0.5")));
    }

    @Test
    void blankCellsAndRowsKeepTheirPlaces() {
        assertThat(cells("<row r=\"2\"><c r=\"C2\"><v>1</v></c><c r=\"E2\" s=\"1\"/></row>"
                        + "<row r=\"4\"><c r=\"A4\"><v>2</v></c></row><row r=\"9\"><c r=\"A9\" s=\"1\"/></row>"))
                .containsExactly(
                        List.of(),
                        Arrays.asList(null, null, new BigDecimal("1")),
                        List.of(),
                        List.of(new BigDecimal("2")));
    }

    @Test
    void aMergedCellHasItsValueOnce() {
        byte[] file = TestFiles.xlsx(workbook -> {
            Worksheet sheet = workbook.newWorksheet("One");
            sheet.value(0, 0, "wide");
            sheet.range(0, 0, 0, 2).merge();
            sheet.value(0, 3, "next");
        });

        assertThat(rows(file)).containsExactly(Arrays.asList("wide", null, null, "next"));
    }

    @Test
    void sheetsHaveTheirNamesInCsvWhereThereAreSeveral() {
        byte[] file = TestFiles.xlsx(workbook -> {
            Worksheet first = workbook.newWorksheet("First");
            first.value(0, 0, "a,\"b\"\nc");
            first.value(0, 1, " d");
            Worksheet second = workbook.newWorksheet("Second");
            second.value(0, 0, 1);
            second.setVisibilityState(VisibilityState.HIDDEN);
        });

        assertThat(csv(file)).isEqualTo("## First\n\"a,\"\"b\"\"\nc\",\" d\"\n\n## Second (hidden)\n1\n");
        assertThat(csv(TestFiles.xlsx("", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", Map.of())))
                .isEqualTo("1\n");
    }

    @Test
    void aWorkbookWithoutStylesIsReadWithoutDates() {
        byte[] file = TestFiles.xlsx(
                "",
                "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>46110</v></c></row>",
                Map.of("[Content_Types].xml", TestFiles.bytes("<Types/>")));

        assertThat(rows(file)).containsExactly(List.of(new BigDecimal("46110")));
    }

    @Test
    void anArchiveThatUnpacksToTooMuchIsRefused() {
        byte[] bomb = TestFiles.xlsx("", "", Map.of("xl/media/image1.png", new byte[5 << 20]));

        assertThat(bomb.length).isLessThan(100_000);
        assertThat(refused(bomb)).hasMessageContaining("unpacks to more than");
    }

    @Test
    void whatTheLibraryWouldTakeMemoryOrTimeForIsRefused() {
        assertThat(refused(TestFiles.xlsx("", "<row r=\"1\"><c r=\"ZZZZZZ1\"><v>1</v></c></row>", Map.of())))
                .hasMessageContaining("damaged");
        assertThat(refused(TestFiles.xlsx(
                        "", "<row r=\"1\"><c r=\"A1\"><v>" + "9".repeat(100_000) + "</v></c></row>", Map.of())))
                .hasMessageContaining("damaged");
    }

    @Test
    void entitiesOfOtherFilesAreNotRead() {
        byte[] file = TestFiles.xlsx(
                "",
                "",
                Map.of(
                        "xl/worksheets/sheet1.xml",
                        TestFiles.bytes(
                                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData>"
                                        + "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&e;</t></is></c></row></sheetData></worksheet>")));

        try {
            assertThat(rows(file).toString()).doesNotContain("root:");
        } catch (Unreadable told) {
            assertThat(told).hasMessageContaining("damaged");
        }
    }

    @Test
    void anOldWorkbookOrAnEncryptedOneIsSaidToBeNone() {
        byte[] old = new byte[512];
        System.arraycopy(new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0}, 0, old, 0, 4);

        assertThat(refused(old).hint()).contains(".xlsx without a password");
        assertThat(refused(new byte[1]).hint()).contains(".xlsx without a password");
    }

    @Test
    void aSheetThatIsNotThereIsToldWithThoseThatAre() {
        byte[] file = TestFiles.xlsx("", "", Map.of());

        try (Workbook workbook = Workbook.open(file, bounds())) {
            assertThatThrownBy(() -> workbook.read("Two", row -> true))
                    .isInstanceOfSatisfying(
                            Unreadable.class, told -> assertThat(told.hint()).contains("One"));
        }
    }

    @Test
    void brokenBytesGiveRowsOrASentenceAndNeverAnythingElse() {
        byte[] good = TestFiles.xlsx(workbook -> {
            Worksheet sheet = workbook.newWorksheet("One");
            for (int i = 0; i < 50; i++) {
                sheet.value(i, 0, "text " + i);
                sheet.value(i, 1, i);
            }
        });
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            byte[] broken = good.clone();
            for (int j = 0; j < 10; j++) {
                broken[4 + random.nextInt(broken.length - 4)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(rows(broken)).isNotNull();
            } catch (Unreadable told) {
                assertThat(told).hasMessageStartingWith("The ");
            }
        }
    }
}
