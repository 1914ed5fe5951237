package dev.mcpgateway.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.dhatim.fastexcel.Workbook;

/** Files as people keep them in a drive. */
public final class TestFiles {
    private TestFiles() {}

    /** A PDF with a line of text on each page; an empty line makes an empty page. */
    public static byte[] pdf(String... pages) {
        return pdf(null, pages);
    }

    /** A PDF that opens with a password. */
    public static byte[] encryptedPdf(String password, String... pages) {
        return pdf(password, pages);
    }

    private static byte[] pdf(String password, String... pages) {
        try (PDDocument document = new PDDocument()) {
            for (String line : pages) {
                PDPage page = new PDPage();
                document.addPage(page);
                if (!line.isEmpty()) {
                    try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                        content.beginText();
                        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                        content.newLineAtOffset(50, 700);
                        content.showText(line);
                        content.endText();
                    }
                }
            }
            if (password != null) {
                StandardProtectionPolicy policy =
                        new StandardProtectionPolicy("owner", password, new AccessPermission());
                policy.setEncryptionKeyLength(128);
                document.protect(policy);
            }
            return saved(document);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A PDF whose one page unpacks to many bytes. */
    public static byte[] pdfThatUnpacksTo(int size, String password, COSName... filters) {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage();
            document.addPage(page);
            byte[] spaces = new byte[size];
            Arrays.fill(spaces, (byte) ' ');
            COSArray names = new COSArray();
            for (COSName filter : filters) {
                names.add(filter);
            }
            page.setContents(new PDStream(document, new ByteArrayInputStream(spaces), names));
            if (password != null) {
                StandardProtectionPolicy policy =
                        new StandardProtectionPolicy("owner", password, new AccessPermission());
                policy.setEncryptionKeyLength(128);
                document.protect(policy);
            }
            return saved(document);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] saved(PDDocument document) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        document.save(bytes);
        return bytes.toByteArray();
    }

    /** A workbook that another library writes. */
    public static byte[] xlsx(Consumer<Workbook> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "test", "1.0")) {
            content.accept(workbook);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }

    /** A workbook with one sheet, from the content of its {@code sheetData} and other parts that stand in for those here. */
    public static byte[] xlsx(String workbookProperties, String sheetData, Map<String, byte[]> parts) {
        String main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        String relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("[Content_Types].xml", bytes("""
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Override PartName="/xl/workbook.xml"
                 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
                <Override PartName="/xl/styles.xml"
                 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"""));
        all.put(
                "xl/workbook.xml",
                bytes("<workbook xmlns=\"" + main + "\" xmlns:r=\"" + relations + "\">" + workbookProperties
                        + "<sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"));
        all.put(
                "xl/_rels/workbook.xml.rels",
                bytes("<Relationships"
                        + " xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                        + "<Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>"));
        all.put(
                "xl/styles.xml",
                bytes(
                        "<styleSheet xmlns=\"" + main + "\"><cellXfs><xf numFmtId=\"0\"/><xf"
                                + " numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"46\"/><xf numFmtId=\"9\"/></cellXfs></styleSheet>"));
        all.put(
                "xl/worksheets/sheet1.xml",
                bytes("<worksheet xmlns=\"" + main + "\"><sheetData>" + sheetData + "</sheetData></worksheet>"));
        all.putAll(parts);
        return zip(all);
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(Map<String, byte[]> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (var part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }
}
