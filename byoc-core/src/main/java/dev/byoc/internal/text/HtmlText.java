package dev.byoc.internal.text;

import dev.byoc.support.WebAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/**
 * What an agent typed into the rich editor, as plain text. Only what a rich editor writes counts as markup; "a &lt; b", "&lt;3" and
 * "&lt;your name&gt;" stay as typed. Line breaks survive, a link's address follows its words, scripts and styles vanish.
 */
public final class HtmlText implements NodeVisitor {
    private static final String NAMES =
            "a|abbr|article|b|big|blockquote|body|br|caption|center|cite|code|col|dd|del|div|dl|dt|em"
                    + "|figcaption|figure|font|footer|h[1-6]|head|header|hr|html|i|img|ins|kbd|li|link|main|mark|meta|ol|p|pre|q|s|samp"
                    + "|script|section|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|wbr";

    /** A "<" that opens none of these tags; "b" followed by "and" is arithmetic, followed by an attribute it is markup. */
    private static final Pattern STRAY_LESS =
            Pattern.compile("<(?!!--|/?(?i:" + NAMES + ")(?:\\s+[\\w:-]+\\s*=[^<>]*|\\s*)/?>)");

    /** An "&" that begins no finished character reference: HTML would read "?a=1&copy=2" as a copyright sign. */
    private static final Pattern STRAY_AMPERSAND =
            Pattern.compile("&(?!(?:#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\\w{1,30});)");

    private static final Pattern LAYOUT =
            Pattern.compile("(?i)<(?:p|br|div|ul|ol|li|table|tr|h[1-6]|blockquote|pre|section|article|body)\\b");

    private static final Set<String> WITH_MARGIN =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "figure");
    private static final Set<String> ON_OWN_LINE = Set.of(
            "div",
            "ul",
            "ol",
            "dl",
            "dt",
            "dd",
            "tr",
            "article",
            "section",
            "header",
            "footer",
            "main",
            "center",
            "figcaption",
            "caption");
    private static final int MOST_NEWLINES = 2;

    private final StringBuilder out = new StringBuilder();
    private final boolean keepsLines;
    private final Deque<Integer> links = new ArrayDeque<>();
    private final Deque<Integer> lists = new ArrayDeque<>();
    private int newlines;
    private int preformatted;
    private int items;
    private boolean afterBullet;

    private HtmlText(boolean keepsLines) {
        this.keepsLines = keepsLines;
    }

    /** The text without markup; empty if nothing is left. */
    public static String toPlain(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\0", "");
        if (lines.indexOf('<') < 0 && lines.indexOf('&') < 0) {
            return lines.replace('\u00A0', ' ').strip();
        }
        String marked = STRAY_AMPERSAND.matcher(lines).replaceAll("&amp;");
        marked = STRAY_LESS.matcher(marked).replaceAll("&lt;");
        // Without any element that breaks lines the line ends are the agent's own.
        HtmlText plain = new HtmlText(!LAYOUT.matcher(marked).find());
        NodeTraversor.traverse(plain, Jsoup.parseBodyFragment(marked).body());
        return plain.out.toString().replace('\u00A0', ' ').strip();
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode words) {
            write(words.getWholeText(), keepsLines || preformatted > 0);
        } else if (node instanceof Element element) {
            open(element);
        }
    }

    private void open(Element element) {
        String name = element.normalName();
        switch (name) {
            case "br" -> newlines++;
            case "hr" -> breakLine(1);
            case "a" -> links.push(out.length());
            case "img" -> write(pictureWords(element), true);
            case "td", "th" -> write(" ", false);
            case "li" -> {
                breakLine(1);
                items++;
                write("  ".repeat(Math.max(0, lists.size() - 1)) + bullet(), true);
                afterBullet = true;
            }
            default -> {
                if (name.equals("ul") || name.equals("ol")) {
                    afterBullet = false;
                    lists.push(name.equals("ol") ? 1 : 0);
                }
                preformatted += name.equals("pre") ? 1 : 0;
                breakAround(name);
            }
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (!(node instanceof Element element)) {
            return;
        }
        String name = element.normalName();
        switch (name) {
            case "a" -> closeLink(element.attr("href").strip());
            case "li" -> {
                items--;
                afterBullet = false;
                breakLine(1);
            }
            default -> {
                if (name.equals("ul") || name.equals("ol")) {
                    lists.pop();
                }
                preformatted -= name.equals("pre") ? 1 : 0;
                breakAround(name);
            }
        }
    }

    private String bullet() {
        Integer number = lists.peek();
        if (number == null || number == 0) {
            return "- ";
        }
        lists.pop();
        lists.push(number + 1);
        return number + ". ";
    }

    private static String pictureWords(Element picture) {
        String words = picture.attr("alt").strip();
        return words.isEmpty() && WebAddress.of(picture.attr("src")) != null
                ? picture.attr("src").strip()
                : words;
    }

    private void closeLink(String address) {
        String words = out.substring(Math.min(links.pop(), out.length())).strip();
        boolean opens = address.matches("(?is)(https?|mailto|tel):.*");
        if (!opens || bare(words).equalsIgnoreCase(bare(address))) {
            return;
        }
        boolean spaced = out.length() > 0 && out.charAt(out.length() - 1) == ' ';
        write(words.isEmpty() ? address : (spaced ? "(" : " (") + address + ")", true);
    }

    /** An address as people write it. */
    private static String bare(String address) {
        return address.replaceFirst("(?i)^(https?://|mailto:|tel:)", "").replaceFirst("/$", "");
    }

    private void breakAround(String name) {
        if (WITH_MARGIN.contains(name)) {
            // No blank line between the items of a list.
            breakLine(items > 0 ? 1 : 2);
        } else if (ON_OWN_LINE.contains(name)) {
            breakLine(1);
        }
    }

    private void breakLine(int atLeast) {
        // A paragraph inside a list item stands beside its bullet.
        if (!afterBullet) {
            newlines = Math.max(newlines, atLeast);
        }
    }

    private void write(String words, boolean asTyped) {
        String text = asTyped ? words : words.replaceAll("[ \\t\\n\\f]+", " ");
        boolean atLineStart = out.length() == 0 || newlines > 0 || out.charAt(out.length() - 1) == '\n';
        boolean afterBlank = atLineStart || out.charAt(out.length() - 1) == ' ';
        if (!asTyped && afterBlank && text.startsWith(" ")) {
            text = text.substring(1);
        }
        if (text.isEmpty()) {
            return;
        }
        if (out.length() > 0 && newlines > 0) {
            while (out.length() > 0 && out.charAt(out.length() - 1) == ' ') {
                out.setLength(out.length() - 1);
            }
            out.append("\n".repeat(Math.min(newlines, MOST_NEWLINES)));
        }
        newlines = 0;
        afterBullet = false;
        out.append(text);
    }
}
