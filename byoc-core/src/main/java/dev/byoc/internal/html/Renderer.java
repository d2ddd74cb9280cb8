package dev.byoc.internal.html;

import dev.byoc.Visible;
import dev.byoc.internal.html.RichText.Omission;
import dev.byoc.internal.html.RichText.Words;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
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
    private boolean framed;
    private Look look = Look.PLAIN;
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
        page.words(words, keepsLineEnds || look.preformatted());
    }

    private void element(Element element) {
        if (Look.isNothing(element)) {
            return;
        }
        Style style = Style.of(element);
        if (Look.isHidden(element, style)) {
            if (element.hasText() || element.selectFirst("img") != null) {
                page.omit(Omission.HIDDEN_PART);
            }
            return;
        }
        // Not by within(): elements nest some hundreds deep, and each call between two of them takes its part of the
        // stack.
        Look outside = enter(element, style);
        block(element, style);
        leave(outside);
    }

    /** Writes something that stands in this element, with the look that the element gives it. */
    private void within(Element element, Style style, Runnable content) {
        Look outside = enter(element, style);
        content.run();
        leave(outside);
    }

    /** Gives the look of what stands around the element. */
    private Look enter(Element element, Style style) {
        Look outside = look;
        look = outside.inside(element.normalName(), style);
        page.setInvisible(!look.isVisible());
        if (look.struck() && !outside.struck()) {
            out.open(STRUCK, STRUCK, true);
        }
        return outside;
    }

    private void leave(Look outside) {
        if (look.struck() && !outside.struck()) {
            out.close();
        }
        look = outside;
        page.setInvisible(!look.isVisible());
    }

    private void block(Element element, Style style) {
        String name = element.normalName();
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
            out.mark(WordList.mark(wordsOf(element)));
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
        children(Jsoup.parse(element.attr("srcdoc")));
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
        Page inside = apart(renderer -> renderer.children(element));
        String words = words(inside);
        if (words.isEmpty() || inside.hasAddress()) {
            page.write(inside.pieces());
        } else {
            page.write(List.of(new Words(up ? Raised.up(words, before) : Raised.down(words))));
        }
    }

    /** A part that is written by itself. */
    private Page apart(Consumer<Renderer> part) {
        Page apart = page.apart();
        Renderer inside = new Renderer(apart, keepsLineEnds);
        inside.framed = framed;
        inside.look = look;
        part.accept(inside);
        page.include(apart);
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

    private String wordsOf(Element element) {
        return words(apart(renderer -> renderer.children(element)));
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
            words(Raised.formula(name, List.of(wordsOf(element))));
            return;
        }
        words(Raised.formula(
                name,
                element.children().stream()
                        .map(part -> words(apart(renderer -> renderer.element(part))))
                        .toList()));
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
        table.rows((part, row, cell) ->
                        apart(renderer -> renderer.cell(part, row, cell)).pieces())
                .forEach(row -> {
                    out.breakLine(1);
                    page.write(row);
                });
    }

    private void cell(Element part, Element row, Element cell) {
        within(part, Style.of(part), () -> within(row, Style.of(row), () -> element(cell)));
    }
}
