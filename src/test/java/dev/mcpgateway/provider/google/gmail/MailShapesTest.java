package dev.mcpgateway.provider.google.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailShapesTest {
    private static final Path MAIL = Path.of("src/test/resources/mail");

    private static MailPart mail(String name) throws IOException {
        return RawMail.parse(Files.readAllBytes(MAIL.resolve(name + ".eml")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plain                   | Hello Bob,~see you.
            no-headers-of-mime      | Just text of 1982.
            html-only               | Only HTML here.~~- one~- two~~link (https://example.com/a)
            alternative             | the plain one
            alternative-empty-plain | the html one
            mixed-attachment        | see the file
            nested                  | deep inside~~footer of the list
            rfc2231                 | with a file
            rfc2047-filename        | with a file
            iso-2022-jp             | 明日の会議は十時です。
            shift-jis               | 日本語のメール
            gb2312                  | 中文邮件
            koi8-r                  | Привет из Москвы
            latin-1-quoted          | Grüße aus Köln und Bonn
            eight-bit-undeclared    | naïve café with “quotes”
            utf-8-undeclared        | naïve café
            utf-8-declared-latin-1  | Müller schreibt
            unknown-charset         | still readable
            unknown-encoding        | as it stands
            unclosed-boundary       | the end is missing
            calendar-only           | Invitation: CANCEL~What: Lunch~Start: 20260330
            signed                  | signed words
            encrypted               | (The mail is encrypted; only its recipient's mail program can read it.)
            attachment-only         | (The mail has no text, only attachments.)
            empty                   | (The mail has no text.)
            odd-content-type        | the type has no subtype
            attachment-inline-text  | read me
            utf-16                  | sixteen bits
            """)
    void aMailIsReadableText(String name, String text) throws IOException {
        assertThat(MailText.of(mail(name)).text()).isEqualTo(text.replace('~', '\n'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            missing-boundary        | found all the same
            wrong-boundary          | under another boundary
            broken-base64           | Hello world
            bounce                  | Status: 5.1.1
            forwarded               | --- Forwarded message ---~From: carol@example.com
            calendar-invitation     | What: Planning, part 2~Start: 20260330T100000 (Europe/Berlin)
            """)
    void aMailHasItsText(String name, String text) throws IOException {
        assertThat(MailText.of(mail(name)).text()).contains(text.replace('~', '\n'));
    }

    @Test
    void anInvitationHasNothingOfItsAlarmsAndZones() throws IOException {
        assertThat(MailText.of(mail("calendar-invitation")).text())
                .startsWith("You are invited.")
                .contains("Where: Room 5", "Organizer: ann@example.com")
                .doesNotContain("Alarm", "1970");
    }

    @ParameterizedTest
    @CsvSource({
        "rfc2231,Übersicht März.xlsx",
        "rfc2047-filename,Straße.txt",
        "mixed-attachment,report.pdf",
        "nested,logo.png",
        "attachment-only,scan.pdf",
        "attachment-inline-text,data.csv"
    })
    void attachmentsHaveTheirNames(String mail, String filename) throws IOException {
        assertThat(MailText.of(mail(mail)).attachments())
                .extracting(MailPart::filename)
                .contains(filename);
    }

    @ParameterizedTest
    @CsvSource({"rfc2047-filename,Grüße aus Köln", "iso-2022-jp,会議のお知らせ", "utf-8-undeclared,Grüße"})
    void subjectsAreDecoded(String mail, String subject) throws IOException {
        assertThat(mail(mail).header("subject")).isEqualTo(subject);
    }

    /** Whatever the bytes are, there is an answer. */
    @Test
    void aMailThatIsCutAnywhereIsNoException() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.list(MAIL)) {
            all = files.toList();
        }
        assertThat(all).hasSizeGreaterThanOrEqualTo(30);
        for (Path file : all) {
            byte[] bytes = Files.readAllBytes(file);
            for (int end = 0; end < bytes.length; end += 7) {
                assertThat(MailText.of(RawMail.parse(Arrays.copyOf(bytes, end))).text())
                        .isNotNull();
            }
        }
    }

    @Test
    void aNestingWithoutEndIsRead() {
        StringBuilder mail = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        mail.append("Content-Type: text/plain\r\n\r\nthe bottom\r\n");

        assertThat(MailText.of(RawMail.parse(mail.toString().getBytes(StandardCharsets.US_ASCII)))
                        .text())
                .isNotEmpty();
    }
}
