package dev.byoc.internal.html;

import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/**
 * Whether words at a place of the tree are seen.
 *
 * @param concealed by {@code visibility}, which something inside may set again
 * @param withoutSize by a size of zero, likewise
 */
record Visibility(boolean concealed, boolean withoutSize) {
    static final Visibility ALL = new Visibility(false, false);

    /** What a formula's editor shows to readers, while its MathML is read here. */
    private static final Pattern COPY = Pattern.compile("\\bkatex-html\\b");

    /** Word's remarks in the margin, which its own style sheet hides. */
    private static final Pattern COMMENT = Pattern.compile("(?i)\\bmsocom|\\bMsoCommentText\\b");

    boolean isVisible() {
        return !concealed && !withoutSize;
    }

    /** Within an element of this style. */
    Visibility inside(Style style) {
        String told = style.get("visibility");
        return new Visibility(
                told.isEmpty() ? concealed : told.matches("hidden|collapse"),
                style.isWithoutSize() || (withoutSize && !style.hasSize()));
    }

    /** It never shows what it holds, or shows again what is read elsewhere. */
    static boolean isNothing(Element element) {
        return Elements.isUnseen(element.normalName())
                || COPY.matcher(element.className()).find();
    }

    /** It is taken out of sight, with all that it holds. */
    static boolean isHidden(Element element, Style style) {
        boolean closedDialog = element.normalName().equals("dialog") && !element.hasAttr("open");
        boolean hiddenInput =
                element.normalName().equals("input") && element.attr("type").equalsIgnoreCase("hidden");
        return element.hasAttr("hidden")
                || closedDialog
                || hiddenInput
                || COMMENT.matcher(element.className()).find()
                || style.isNotDisplayed();
    }
}
