package dev.byoc.channel.config;

import java.util.List;
import java.util.Locale;

/** One setting, as {@link ConfigSpec} knows it. */
public record Setting(String name, Kind kind, boolean required, String otherwise, List<String> choices, String what) {
    /**
     * The name of a text, in every channel that has it, which lists from where webhooks are taken, by {@link
     * dev.byoc.webhook.WebhookRequest#caller}: where an account sets it, {@code RelayEngine.checkPublicUrl} finds proxies that hide who called.
     */
    public static final String ALLOWED_ADDRESSES = "allowed-addresses";

    public Setting {
        choices = List.copyOf(choices);
    }

    /** Whether its value must not be shown or stored. */
    public boolean isSecret() {
        return kind == Kind.SECRET || kind == Kind.SECRETS || kind == Kind.PHRASE;
    }

    /** What a setting holds. */
    public enum Kind {
        TEXT,
        SECRET,
        /** A current secret, and behind commas or line breaks the previous ones that still count. */
        SECRETS,
        /** A secret of several words or lines, such as a password or a PEM key. */
        PHRASE,
        /** An absolute http(s) address without a trailing slash. */
        URL,
        CHOICE,
        /** Yes or no; also true, false, on, off, 1, 0. */
        FLAG,
        /** A whole number above zero. */
        NUMBER
    }

    /** What all spellings of a name, or of a choice, have in common. */
    public static String relaxed(String name) {
        return name.replaceAll("[-_.\\s]", "").toLowerCase(Locale.ROOT);
    }
}
