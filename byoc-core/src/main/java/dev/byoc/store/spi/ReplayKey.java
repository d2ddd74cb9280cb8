package dev.byoc.store.spi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The event key of a replay: the first one's with a number, so that what the key leads to is not taken for the first one's double. */
public final class ReplayKey {
    private static final Pattern NUMBERED = Pattern.compile("(?s)(.*)#replay-(\\d{1,9})");

    private ReplayKey() {}

    /** The key of what was replayed, first of all. */
    public static String first(String eventKey) {
        Matcher numbered = NUMBERED.matcher(eventKey);
        return numbered.matches() ? numbered.group(1) : eventKey;
    }

    public static String after(String eventKey) {
        Matcher numbered = NUMBERED.matcher(eventKey);
        return numbered.matches()
                ? numbered.group(1) + "#replay-" + (Long.parseLong(numbered.group(2)) + 1)
                : eventKey + "#replay-1";
    }
}
