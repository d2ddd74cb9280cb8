package dev.byoc.internal.html;

import dev.byoc.Visible;
import dev.byoc.internal.html.RichText.Omission;
import dev.byoc.internal.html.RichText.Words;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Writes a parsed tree, each element as what it means. A parser's tree is no deeper than 512, so that this may call itself. */
final class Renderer {
    private static final Pattern IS_LINE_BREAK = Pattern.compile("__br\\b");
    private static final String STRUCK = "~";
    private static final String QUOTED = "> ";
    private static final String INDENT = "  ";

    private final Page page;
    private final Lines out;
    private final Lists lists;
    private final boolean keepsLineEnds;
    private int preformatted;
    private boolean struck;
    private boolean framed;
    private Visibility visibility = Visibility.ALL;
    private int quotations;

    private Renderer(Page page, boolean keepsLineEnds) {
        this.page = page;
        this.out = page.lines();
        this.lists = new Lists(out);
        this.keepsLineEnds = keepsLineEnds;
    }

    static RichText render(String html) {
        Document document = Jsoup.parseBodyFragment(html);
        Element base = document.selectFirst("base[href]");
        if (base != null) {
            document.setBaseUri(base.attr("href"));
        }
        Element body = document.body();
        // Without any element that breaks lines the line ends are the agent's own.
        boolean laidOut = body.stream().skip(1).anyMatch(element -> breaksLines(element.normalName()));
        Set<Omission> omitted = EnumSet.noneOf(Omission.class);
        Page page = new Page(omitted);
        new Renderer(page, !laidOut).children(body);
        return new RichText(page.pieces(), omitted);
    }

    private static boolean breaksLines(String name) {
        return name.equals("br") || Elements.isBlock(name);
    }

    private void children(Element element) {
        for (Node child : element.childNodes()) {
            node(child);
        }
    }

    private void node(Node node) {
        if (node instanceof TextNode text) {
            words(text.getWholeText());
        } else if (node instanceof Element element) {
            element(element);
        }
    }

    private void words(String words) {
        page.words(words, keepsLineEnds || preformatted > 0);
    }

    private void element(Element element) {
        if (Visibility.isNothing(element)) {
            return;
        }
        String name = element.normalName();
        Style style = Style.of(element);
        if (Visibility.isHidden(element, style)) {
            if (element.hasText() || element.selectFirst("img") != null) {
                page.omit(Omission.HIDDEN_PART);
            }
            return;
        }
        Visibility outside = visibility;
        visibility = outside.inside(style);
        page.setInvisible(!visibility.isVisible());
        boolean strikes = !struck && (style.strikesOut() || name.matches("s|strike|del"));
        int keeps = style.keepsLineEnds() || name.matches("pre|textarea") ? 1 : 0;
        preformatted += keeps;
        if (strikes) {
            struck = true;
            out.open(STRUCK, STRUCK, true);
        }
        block(element, name, style);
        if (strikes) {
            struck = false;
            out.close();
        }
        preformatted -= keeps;
        visibility = outside;
        page.setInvisible(!visibility.isVisible());
    }

    private void block(Element element, String name, Style style) {
        boolean block = style.isBlock(Elements.isBlock(name));
        // No blank line between the items of a list.
        boolean item = lists.isInItem() || !style.get("mso-list").isEmpty();
        int margin = !block ? 0 : Elements.hasMargin(name) && !item ? 2 : 1;
        breakLine(margin);
        inside(element, name, style);
        breakLine(margin);
    }

    private void breakLine(int margin) {
        if (margin > 0) {
            out.breakLine(margin);
        }
    }

    private void inside(Element element, String name, Style style) {
        switch (name) {
            case "br" -> out.lineBreak();
            case "a" -> link(element);
            case "ul", "ol", "menu", "dir" -> lists.list(element, () -> children(element));
            case "li" -> lists.item(element, () -> children(element));
            case "blockquote" -> indented(element, style.isWithoutBorder() ? INDENT : QUOTED);
            case "dd" -> indented(element, INDENT);
            case "table" -> table(element);
            case "q" -> quoted(element);
            case "rt" -> surrounded(element, "(", ")");
            case "sup" -> raised(element, true);
            case "sub" -> raised(element, false);
            case "abbr", "acronym", "dfn" -> explained(element);
            case "mfrac", "msup", "msub", "msubsup", "munderover", "msqrt", "mroot" -> formula(element, name);
            default -> other(element, name, style);
        }
    }

    private void other(Element element, String name, Style style) {
        String raised = style.get("vertical-align");
        if (Embedded.isOne(name)) {
            if (!Embedded.write(element, page)) {
                if (name.equals("iframe")) {
                    framed(element);
                } else {
                    children(element);
                }
            }
        } else if (name.equals("span") && raised.matches("super|sub")) {
            raised(element, raised.equals("super"));
        } else if (IS_LINE_BREAK.matcher(element.className()).find()) {
            out.lineBreak();
        } else if (style.get("mso-list").equals("ignore")) {
            out.mark(WordList.mark(wordsOf(element, true)));
        } else if (element.childNodeSize() == 0 && !Visible.isBlank(element.attr("url"))) {
            // A medium that an editor has an element of its own for.
            page.address(element, "url", "");
        } else {
            indented(element, WordList.indent(style));
            if (!style.get("mso-list").isEmpty()) {
                out.noMark();
            }
        }
    }

    /** A page in a page; one in that page is no more than mentioned. */
    private void framed(Element element) {
        if (framed) {
            page.omit(Omission.NO_ADDRESS);
            return;
        }
        framed = true;
        children(Jsoup.parseBodyFragment(element.attr("srcdoc")).body());
        framed = false;
    }

    private void indented(Element element, String prefix) {
        out.enter(prefix);
        children(element);
        out.leave();
    }

    private void surrounded(Element element, String before, String after) {
        out.open(before, after, false);
        children(element);
        out.close();
    }

    private void quoted(Element element) {
        boolean inner = quotations % 2 == 1;
        quotations++;
        surrounded(element, inner ? "‘" : "“", inner ? "’" : "”");
        quotations--;
    }

    private void link(Element element) {
        Lines.Place before = out.place();
        int hidden = page.hidden();
        children(element);
        String words = out.since(before);
        if (!Visible.isBlank(words) || page.hidden() == hidden) {
            page.address(element, Visible.isBlank(element.attr("href")) ? "xlink:href" : "href", words);
        }
    }

    private void raised(Element element, boolean up) {
        String before = out.before();
        Page inside = apart(element, true);
        String words = words(inside);
        if (words.isEmpty() || inside.hasAddress()) {
            page.write(inside);
        } else {
            words(up ? Raised.up(words, before) : Raised.down(words));
        }
    }

    /** What an element holds, written by itself. */
    private Page apart(Element element, boolean childrenAlone) {
        Page apart = page.apart();
        Renderer inside = new Renderer(apart, keepsLineEnds);
        inside.preformatted = preformatted;
        inside.struck = struck;
        inside.framed = framed;
        inside.visibility = visibility;
        if (childrenAlone) {
            inside.children(element);
        } else {
            inside.element(element);
        }
        return apart;
    }

    /** One line of words; {@code ""} for anything else. */
    private static String words(Page page) {
        List<RichText.Piece> pieces = page.pieces();
        boolean line = pieces.size() == 1
                && pieces.get(0) instanceof Words words
                && words.text().indexOf('\n') < 0;
        return line ? ((Words) pieces.get(0)).text() : "";
    }

    private String wordsOf(Element element, boolean childrenAlone) {
        return words(apart(element, childrenAlone));
    }

    private void explained(Element element) {
        Lines.Place before = out.place();
        int hidden = page.hidden();
        children(element);
        String title = element.attr("title").strip();
        if (!title.isEmpty()
                && page.hidden() == hidden
                && !out.since(before).strip().equalsIgnoreCase(title)) {
            page.attach("(" + title + ")");
        }
    }

    private void formula(Element element, String name) {
        if (name.equals("msqrt")) {
            words("√" + Raised.grouped(wordsOf(element, true)));
            return;
        }
        String[] parts = {"", "", ""};
        for (int i = 0; i < Math.min(parts.length, element.childrenSize()); i++) {
            parts[i] = wordsOf(element.child(i), false);
        }
        String base = Raised.grouped(parts[0]);
        words(
                switch (name) {
                    case "mfrac" -> base + "/" + Raised.grouped(parts[1]);
                    case "msup" -> base + Raised.up(parts[1], "");
                    case "msub" -> base + Raised.down(parts[1]);
                    case "mroot" -> Raised.up(parts[1], "") + "√" + base;
                    default -> base + Raised.down(parts[1]) + Raised.up(parts[2], "");
                });
    }

    private void table(Element element) {
        Table table = Table.of(element);
        if (table.isLayout()) {
            children(element);
            return;
        }
        table.hidden().forEach(this::element);
        for (Element caption : element.children()) {
            if (caption.normalName().equals("caption")) {
                element(caption);
            }
        }
        table.rows(cell -> apart(cell, false).pieces()).forEach(row -> {
            out.breakLine(1);
            page.words(row.text(), true);
            row.pictures().forEach(page::picture);
        });
    }
}
