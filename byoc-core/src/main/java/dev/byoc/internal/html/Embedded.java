package dev.byoc.internal.html;

import dev.byoc.Visible;
import dev.byoc.internal.html.RichText.Omission;
import dev.byoc.internal.html.RichText.Picture;
import java.util.Locale;
import org.jsoup.nodes.Element;

/** Elements that show what is not among their words: pictures, films, frames, and fields of a form. */
final class Embedded {
    private Embedded() {}

    static boolean isOne(String name) {
        return switch (name) {
            case "img", "svg", "iframe", "embed", "object", "video", "audio", "area", "input", "progress", "meter" ->
                true;
            default -> false;
        };
    }

    /** Writes it; false where its children are what is seen of it. */
    static boolean write(Element element, Page page) {
        return switch (element.normalName()) {
            case "img" -> picture(element, page);
            case "svg" -> drawing(element, page);
            case "input" -> input(element, page);
            case "progress", "meter" -> measure(element, page);
            default -> elsewhere(element, page);
        };
    }

    private static boolean picture(Element element, Page page) {
        String address = Pictures.address(element);
        String alt = element.attr("alt").strip();
        if (Pictures.isTracking(element) || Pictures.isCheckBox(element)) {
            return true;
        }
        boolean nowhere = Visible.isBlank(address);
        if (!alt.isEmpty() && (nowhere || Pictures.isEmoji(element))) {
            page.words(alt, true);
        } else if (nowhere) {
            page.omit(Omission.NO_ADDRESS);
        } else {
            page.picture(new Picture(address, Pictures.isFileName(alt) ? "" : alt));
        }
        return true;
    }

    private static boolean drawing(Element element, Page page) {
        if (element.selectFirst("text, foreignObject") != null) {
            return false;
        }
        Element title = element.selectFirst("title");
        String words = title == null ? element.attr("aria-label") : title.text();
        if (Visible.isBlank(words)) {
            page.omit(Omission.NO_ADDRESS);
        }
        page.words(words, false);
        return true;
    }

    private static boolean input(Element element, Page page) {
        boolean checked = element.hasAttr("checked");
        switch (element.attr("type").toLowerCase(Locale.ROOT)) {
            case "checkbox" -> page.check((checked ? ListMarks.CHECKED : ListMarks.UNCHECKED).strip());
            case "radio" -> page.words(checked ? "◉" : "○", false);
            case "image" -> picture(element, page);
            case "password" -> {}
            default -> page.words(element.attr("value"), false);
        }
        return true;
    }

    private static boolean measure(Element element, Page page) {
        if (element.hasText()) {
            return false;
        }
        String most = Visible.isBlank(element.attr("max")) ? "" : "/" + element.attr("max");
        page.words(Visible.isBlank(element.attr("value")) ? "" : element.attr("value") + most, false);
        return true;
    }

    /** What is at another address: the words for it, and the address. */
    private static boolean elsewhere(Element element, Page page) {
        String name = element.normalName();
        String attribute = name.equals("object") ? "data" : name.equals("area") ? "href" : "src";
        Element source = element;
        if (Visible.isBlank(element.attr(attribute))) {
            source = element.selectFirst("source[src]");
            attribute = "src";
        }
        if (source == null) {
            if (name.equals("iframe") ? !Visible.isBlank(element.attr("srcdoc")) : element.hasText()) {
                return false;
            }
            page.omit(Omission.NO_ADDRESS);
        } else if (name.equals("object") && element.attr("type").startsWith("image/")) {
            page.picture(new Picture(source.attr(attribute), element.attr("title")));
        } else if (Address.of(source.attr(attribute)) instanceof Address.None) {
            page.omit(Omission.NO_ADDRESS);
        } else {
            String title = element.attr(name.equals("area") ? "alt" : "title").strip();
            page.spaced(title);
            page.address(source, attribute, title);
        }
        return true;
    }
}
