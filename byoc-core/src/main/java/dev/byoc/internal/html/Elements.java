package dev.byoc.internal.html;

import java.util.Set;

/** The elements of HTML, SVG and MathML, by what a reader has to know of them. */
final class Elements {
    /** A tag of these without an attribute is markup even where it is never closed: editors write it more often than people do. */
    private static final Set<String> ALONE = words(
            "blockquote body br center col dd div dl dt figure h1 h2 h3 h4 h5 h6 head hr html img li nobr ol p pre table"
                    + " tbody td tfoot th thead tr ul wbr article footer google-sheets-html-origin");

    /** These too, where a word or a tag follows at once. Never those that strike out what follows, or that lead somewhere. */
    private static final Set<String> BEFORE_WORDS = words("b big em font i ins small span strong sub sup tt u");

    private static final Set<String> OTHERS = words(
            "a abbr acronym address area aside audio base basefont bdi bdo bgsound blink button canvas caption cite code colgroup"
                    + " data datalist del details dfn dialog dir embed fieldset figcaption form frame frameset header hgroup iframe image"
                    + " input kbd label legend link listing main map mark marquee menu meta meter multicol nav noembed noframes noscript"
                    + " object optgroup option output param picture plaintext progress q rb rp rt rtc ruby samp script search section"
                    + " s select slot source spacer strike style summary svg template textarea time title track var video xmp"
                    + " circle defs desc ellipse foreignobject g line lineargradient path polygon polyline rect text tspan use"
                    + " annotation annotation-xml math mfrac mi mn mo mover mrow ms mspace msqrt mroot mstyle msub msubsup msup mtable"
                    + " mtd mtext mtr munder munderover semantics");

    /** What a browser does not show, whatever it holds. */
    private static final Set<String> UNSEEN = words(
            "annotation annotation-xml base basefont bgsound datalist defs desc head link meta noembed noframes noscript param rp"
                    + " script source style template title track");

    private static final Set<String> RAW = words("iframe noembed noframes script style textarea title");

    private static final Set<String> WITH_MARGIN = words("blockquote figure h1 h2 h3 h4 h5 h6 hr p pre table");

    private static final Set<String> BLOCKS = words(
            "address article aside caption center dd details dialog dir div dl dt fieldset figcaption footer form header hgroup"
                    + " legend li main marquee menu nav ol optgroup option search section summary td th tr ul");

    private Elements() {}

    private static Set<String> words(String names) {
        return Set.of(names.split(" "));
    }

    static boolean isKnown(String name) {
        return ALONE.contains(name) || BEFORE_WORDS.contains(name) || OTHERS.contains(name);
    }

    /** @param next the character behind the tag */
    static boolean mayStayOpen(String name, char next) {
        return ALONE.contains(name)
                || (BEFORE_WORDS.contains(name) && (next == '<' || Character.isLetterOrDigit(next)));
    }

    static boolean isUnseen(String name) {
        return UNSEEN.contains(name);
    }

    /** What is between its tags is no markup to a parser. */
    static boolean holdsRawText(String name) {
        return RAW.contains(name);
    }

    static boolean hasMargin(String name) {
        return WITH_MARGIN.contains(name);
    }

    static boolean isBlock(String name) {
        return BLOCKS.contains(name) || WITH_MARGIN.contains(name);
    }

    /** The name of the element that a parser makes the same of without swallowing what follows. */
    static String asParsed(String name) {
        return switch (name) {
            case "plaintext", "xmp", "listing" -> "pre";
            case "frame" -> "iframe";
            default -> name;
        };
    }
}
