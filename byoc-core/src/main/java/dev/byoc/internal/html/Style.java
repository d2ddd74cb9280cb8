package dev.byoc.internal.html;

import dev.byoc.Visible;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Element;

/** The declarations of an element's {@code style} attribute. Style sheets are not looked at: an inbox does not keep them. */
final class Style {
    private static final Style NONE = new Style(Map.of());

    private final Map<String, String> declarations;

    private Style(Map<String, String> declarations) {
        this.declarations = declarations;
    }

    static Style of(Element element) {
        String written = element.attr("style");
        if (Visible.isBlank(written)) {
            return NONE;
        }
        Map<String, String> declarations = new HashMap<>();
        for (String declaration : written.replaceAll("/\\*[^*]*+\\*/", "").split(";", -1)) {
            int colon = declaration.indexOf(':');
            if (colon > 0) {
                String value = declaration.substring(colon + 1).toLowerCase(Locale.ROOT);
                declarations.put(
                        declaration.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        unweighted(value).strip());
            }
        }
        return new Style(declarations);
    }

    private static String unweighted(String value) {
        int mark = value.lastIndexOf('!');
        return mark >= 0 && value.substring(mark + 1).strip().equals("important") ? value.substring(0, mark) : value;
    }

    String get(String property) {
        return declarations.getOrDefault(property, "");
    }

    /** It takes no part in what is seen, with all that it holds. */
    boolean isNotDisplayed() {
        return get("display").equals("none")
                || get("mso-hide").equals("all")
                || get("mso-element").startsWith("comment")
                || get("content-visibility").equals("hidden")
                || isZero("opacity")
                || get("filter").matches("opacity\\(0%?\\)")
                || get("transform").matches("scale\\(0\\)|translate[xy]?\\(\\s*-\\d{3,}.*")
                || get("color").matches("transparent|rgba\\([^)]*,\\s*0?\\.?0*\\)")
                || get("clip").matches("rect\\(\\s*[01](px)?([,\\s]+[01](px)?){3}\\s*\\)")
                || get("clip-path").matches("inset\\(\\s*(50|100)%.*")
                || isCutOff()
                || isFarAway();
    }

    private boolean isCutOff() {
        return get("overflow").equals("hidden")
                && (isZero("max-height") || isZero("height") || isZero("max-width") || isZero("width"));
    }

    private boolean isZero(String property) {
        return get(property).matches("(?=[.0])0*(\\.0*)?(px|pt|em|rem|%)?");
    }

    private boolean isFarAway() {
        boolean placed = get("position").matches("absolute|fixed");
        for (String side : new String[] {"left", "right", "top", "bottom"}) {
            if (placed && isFar(side)) {
                return true;
            }
        }
        return isFar("text-indent") || isFar("margin-left") || isFar("margin-top");
    }

    private boolean isFar(String property) {
        return get(property).matches("-\\d{3,}(\\.\\d*)?(px|pt|em|rem|%|vw|vh)");
    }

    /** Of a size that shows nothing. Unlike {@link #isNotDisplayed} this ends where something inside has a size of its own. */
    boolean isWithoutSize() {
        return isZero("font-size") || get("font").matches("0(px|pt)?\\s*/.*");
    }

    boolean hasSize() {
        return !isWithoutSize() && get("font-size").matches("(?:\\d*+\\.)?+\\d++(px|pt|rem)|[a-z-]+");
    }

    /** Moved in by an editor's button, which is no quotation. */
    boolean isWithoutBorder() {
        return get("border").matches("none.*|0(px)?\\b.*");
    }

    boolean strikesOut() {
        return get("text-decoration").contains("line-through")
                || get("text-decoration-line").contains("line-through");
    }

    boolean keepsLineEnds() {
        return get("white-space").startsWith("pre") || get("white-space").equals("break-spaces");
    }

    /** Whether it stands on lines of its own; {@code normally} where the style does not say. */
    boolean isBlock(boolean normally) {
        return switch (get("display")) {
            case "block", "list-item", "flex", "grid", "table", "table-row", "flow-root", "table-caption" -> true;
            case "inline", "inline-block", "inline-flex", "inline-grid", "inline-table", "contents" -> false;
            default -> normally;
        };
    }
}
