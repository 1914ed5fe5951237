package dev.mcpgateway.provider.google.gmail;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Texts that are so long that the service gives them like attachments. */
final class LongTexts {
    private static final int MOST = 5;

    private LongTexts() {}

    /** The parts of a mail that are to be read and are not there. */
    static List<MailPart> of(MailPart mail) {
        List<MailPart> found = new ArrayList<>();
        collect(mail, found);
        return found;
    }

    private static void collect(MailPart part, List<MailPart> found) {
        if (part.mimeType().startsWith("text/")
                && part.bytes() == null
                && part.attachmentId() != null
                && !part.isAttachment()
                && found.size() < MOST) {
            found.add(part);
        }
        part.parts().forEach(inner -> collect(inner, found));
    }

    static String id(MailPart part) {
        return Objects.requireNonNull(part.attachmentId(), "only such parts are asked for");
    }

    /** The mail with what was got; a text that could not be got stays an attachment of its own. */
    static MailPart put(MailPart mail, List<MailPart> apart, List<Future<Buffer>> found) {
        int at = apart.indexOf(mail);
        if (at >= 0 && found.get(at).succeeded()) {
            Buffer bytes = found.get(at).result();
            return new MailPart(
                    mail.mimeType(), mail.headers(), mail.charset(), "", null, bytes.length(), bytes, List.of());
        }
        return new MailPart(
                mail.mimeType(),
                mail.headers(),
                mail.charset(),
                mail.filename(),
                mail.attachmentId(),
                mail.size(),
                mail.bytes(),
                mail.parts().stream().map(inner -> put(inner, apart, found)).toList());
    }
}
