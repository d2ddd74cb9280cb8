package dev.byoc.internal.render;

/** Text in a page. */
public final class Html {
    private Html() {}

    /**
     * The text as it has to stand in an element or in a quoted attribute, whatever it holds. Control characters and marks that turn the
     * direction of what follows become a replacement character: they have no business in names, and can make a page show one thing and
     * mean another.
     */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(isOdd(c) ? '\uFFFD' : c);
            }
        }
        return escaped.toString();
    }

    private static boolean isOdd(char c) {
        boolean turns = (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
        return turns || (Character.isISOControl(c) && c != '\n' && c != '\t');
    }
}
