package dev.byoc.examples.sandbox;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A line of input to the running sandbox: {@code customer: text} or {@code agent: text}. */
record Line(Speaker speaker, String text) {
    enum Speaker {
        CUSTOMER,
        AGENT
    }

    /** Null if the line is not of that form, or says nothing. */
    static @Nullable Line of(String typed) {
        int colon = typed.indexOf(':');
        String who = colon < 0 ? "" : typed.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String text = typed.substring(colon + 1).strip();
        if (text.isEmpty()) {
            return null;
        }
        return switch (who) {
            case "customer" -> new Line(Speaker.CUSTOMER, text);
            case "agent" -> new Line(Speaker.AGENT, text);
            default -> null;
        };
    }
}
