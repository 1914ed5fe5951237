package dev.mcpgateway.provider.google.docs;

import java.util.regex.Pattern;

/** Text that stays what it is in Markdown (CommonMark 0.31). What needs no escape has none, since each is read as a token. */
final class Escapes {
    /** What makes a block of a line that begins with it. */
    private static final Pattern BLOCK = Pattern.compile("^(\\s*)(#{1,6}(?=\\s|$)|[-+](?=\\s|$)|>|={3,}|-{3,}|~~~)");

    private static final Pattern NUMBER = Pattern.compile("^(\\s*\\d{1,9})([.)])(?=\\s|$)");
    private static final String ALWAYS = "\\`*[]<";

    private Escapes() {}

    /** A text anywhere in a line. */
    static String inline(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (ALWAYS.indexOf(c) >= 0 || (c == '_' && !isInsideWord(text, i)) || (c == '~' && next(text, i) == '~')) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    private static boolean isInsideWord(String text, int at) {
        return at > 0 && Character.isLetterOrDigit(text.charAt(at - 1)) && Character.isLetterOrDigit(next(text, at));
    }

    private static char next(String text, int at) {
        return at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    }

    /** A line that is a paragraph whatever it begins with. */
    static String line(String line) {
        String escaped = BLOCK.matcher(line).replaceFirst("$1\\\\$2");
        return NUMBER.matcher(escaped).replaceFirst("$1\\\\$2");
    }

    /** The address of a link. */
    static String address(String url) {
        return url.replace(" ", "%20")
                .replace("(", "%28")
                .replace(")", "%29")
                .replace("<", "%3C")
                .replace(">", "%3E");
    }

    /** The content of a cell of a table, which is one line. */
    static String cell(String markdown) {
        return markdown.replace("|", "\\|").replaceAll("\\\\?\n+", "<br>").strip();
    }
}
