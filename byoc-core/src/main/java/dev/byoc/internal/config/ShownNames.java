package dev.byoc.internal.config;

import java.util.regex.Pattern;

/** What may be shown of a name that is none of the settings': in the place of one may stand a token. */
public final class ShownNames {
    private static final int MOST_CHARS = 80;
    private static final Pattern WORDS =
            Pattern.compile("(?:[A-Za-z]{1,24}|[0-9]{1,5})(?:[._-]+(?:[A-Za-z]{1,24}|[0-9]{1,5}))*");

    private ShownNames() {}

    /** The name, if it consists of words and short numbers alone. */
    public static String shown(String name) {
        return name.length() <= MOST_CHARS && WORDS.matcher(name).matches()
                ? name
                : "a name that is not shown, as it looks like a value,";
    }
}
