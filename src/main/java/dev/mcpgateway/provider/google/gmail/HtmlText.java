package dev.mcpgateway.provider.google.gmail;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** HTML mail as text: blocks on lines of their own, links with their addresses, lists with dashes. */
final class HtmlText {
    private static final String BLOCKS =
            "p,div,h1,h2,h3,h4,h5,h6,ul,ol,table,tr,blockquote,pre,section,article,header,footer,hr";
    private static final int MOST_LINK = 500;

    private HtmlText() {}

    static String of(String html) {
        Document document = Jsoup.parse(html);
        document.select("script,style,head,title,noscript,template").remove();
        // What senders hide is for filters and previews, not for readers.
        document.select("[style~=(?i)display\\s*:\\s*none]").remove();
        Writer writer = new Writer();
        NodeTraversor.traverse(writer, document.body());
        return writer.text
                .toString()
                .replace('\u00a0', ' ')
                .replaceAll("[ \\t]*\n[ \\t]*", "\n")
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }

    private static final class Writer implements NodeVisitor {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                Element parent = words.parent();
                boolean kept = parent != null && parent.closest("pre") != null;
                append(kept ? words.getWholeText() : words.text());
            } else if (node instanceof Element element) {
                switch (element.normalName()) {
                    case "br" -> text.append('\n');
                    case "li" -> text.append("\n- ");
                    case "td", "th" -> append(" ");
                    case "img" -> append(image(element));
                    default -> {
                        if (element.is(BLOCKS)) {
                            text.append('\n');
                        }
                    }
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (!(node instanceof Element element)) {
                return;
            }
            if (element.normalName().equals("a")) {
                String address = element.attr("href");
                if (address.matches("(?i)https?://.*")
                        && address.length() <= MOST_LINK
                        && !element.text().contains(address)) {
                    append(" (" + address + ")");
                }
            } else if (element.is("p,h1,h2,h3,h4,h5,h6,ul,ol,table,blockquote,pre")) {
                text.append("\n\n");
            } else if (element.is("div,tr,section,article")) {
                text.append('\n');
            }
        }

        private static String image(Element element) {
            String words = element.attr("alt").strip();
            return words.isEmpty() ? "" : "[" + words + "]";
        }

        private void append(String words) {
            boolean atStart = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
            text.append(atStart && !words.isEmpty() && words.charAt(0) == ' ' ? words.substring(1) : words);
        }
    }
}
