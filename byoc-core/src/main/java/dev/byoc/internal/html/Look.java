package dev.byoc.internal.html;

import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/**
 * How words at a place of the tree are seen, by all that the elements around them say.
 *
 * @param concealed by {@code visibility}, which something inside may set again
 * @param withoutSize by a size of zero, likewise
 * @param preformatted with their blanks and line ends
 */
record Look(boolean concealed, boolean withoutSize, boolean struck, boolean preformatted) {
    static final Look PLAIN = new Look(false, false, false, false);

    /** What a formula's editor shows to readers, while its MathML is read here. */
    private static final Pattern COPY = Pattern.compile("\\bkatex-html\\b");

    /** Word's remarks in the margin, which its own style sheet hides. */
    private static final Pattern COMMENT = Pattern.compile("(?i)\\bmsocom|\\bMsoCommentText\\b");

    boolean isVisible() {
        return !concealed && !withoutSize;
    }

    /** Within an element of this name and style. */
    Look inside(String name, Style style) {
        String told = style.get("visibility");
        return new Look(
                told.isEmpty() ? concealed : told.matches("hidden|collapse"),
                style.isWithoutSize() || (withoutSize && !style.hasSize()),
                struck || style.strikesOut() || name.matches("s|strike|del"),
                preformatted || style.keepsLineEnds() || name.matches("pre|textarea"));
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
