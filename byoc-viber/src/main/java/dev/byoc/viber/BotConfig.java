package dev.byoc.viber;

import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.Visible;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.channel.config.Settings;
import dev.byoc.support.Graphemes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checked settings of one bot.
 *
 * @param secrets may change: they are asked for at each use
 * @param senderName within {@link #MAX_NAME}
 * @param welcome null: none
 */
record BotConfig(
        Settings secrets,
        String senderName,
        @Nullable String senderAvatar,
        boolean showAgentName,
        String baseUrl,
        @Nullable String welcome,
        int captionLimit) {
    /** Longest name of a sender or contact, in characters (creators.viber.com, data-models/message). */
    static final int MAX_NAME = 28;

    /** Longest text; what Viber counts as a character is not stated, so UTF-16 units, the safe side. */
    static final int MAX_TEXT = 7_000;

    /** Viber's own page says 768, partners and older pages 512, which is the default. */
    private static final int MAX_CAPTION = 768;

    private static final String TOKEN_HEADER = "X-Viber-Auth-Token";

    static final ConfigSpec SPEC = ConfigSpec.none()
            .secrets("auth-token", "the bot's token; while it is being replaced: the new one, then the old one")
            .text("sender-name", "the name customers see, at most 28 characters; a longer one is cut")
            .url("sender-avatar", "", "the picture customers see: at most 100 KB, best 720 x 720")
            .flag("show-agent-name", "whether customers see the agent's own name in place of sender-name")
            .optional("welcome-message", "", "what Viber shows to a customer who opens the chat; empty: nothing")
            .number("caption-limit", 512, "the longest text under a picture, at most 768; a longer one goes apart")
            .url("base-url", "https://chatapi.viber.com/pa", "where the API is; a partner may have its own address")
            .optionalPhrase(
                    "auth-header",
                    "a partner's own credential as 'Name: value', for instance 'Authorization: Basic ...', sent in place"
                            + " of " + TOKEN_HEADER)
            .identifiedBy("auth-token");

    /** What proves to Viber, or to a partner, who calls. */
    record Credential(String header, Secret value) {}

    static BotConfig of(Settings settings) {
        List<String> faults = new ArrayList<>();
        if (credential(settings) == null) {
            faults.add("'auth-header' is not of the form 'Name: value' in printable ASCII");
        }
        String name = shortName(settings.text("sender-name"));
        if (name.isEmpty()) {
            faults.add("'sender-name' has nothing to show in its first " + MAX_NAME + " characters");
        }
        int captionLimit = Integer.parseInt(settings.text("caption-limit"));
        if (captionLimit > MAX_CAPTION) {
            faults.add("'caption-limit' must be at most " + MAX_CAPTION);
        }
        String welcome = settings.text("welcome-message");
        if (welcome.length() > MAX_TEXT) {
            faults.add("'welcome-message' must have at most " + MAX_TEXT + " characters");
        }
        String baseUrl = settings.text("base-url");
        if (baseUrl.contains("?") || baseUrl.contains("#")) {
            faults.add("'base-url' must not have a query or fragment: '/send_message' is put behind it");
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        return new BotConfig(
                settings,
                name,
                nullIfEmpty(settings.text("sender-avatar")),
                settings.flag("show-agent-name"),
                baseUrl,
                nullIfEmpty(welcome),
                captionLimit);
    }

    /** The bot's token, then those that were replaced but still sign events that are under way. */
    List<Secret> tokens() {
        return secrets.secrets("auth-token");
    }

    Credential credential() {
        Credential credential = credential(secrets);
        if (credential == null) {
            throw new IllegalStateException("'auth-header' has lost its form");
        }
        return credential;
    }

    /** Null: what is set is none. */
    private static @Nullable Credential credential(Settings settings) {
        List<Secret> own = settings.secrets("auth-header");
        if (own.isEmpty()) {
            return new Credential(TOKEN_HEADER, settings.secret("auth-token"));
        }
        String[] nameAndValue = own.get(0).reveal().split(":", 2);
        String value = nameAndValue.length < 2 ? "" : nameAndValue[1].strip();
        boolean fits = nameAndValue[0].matches("[A-Za-z0-9-]+") && !value.isEmpty() && fitsHeader(value);
        return fits ? new Credential(nameAndValue[0], Secret.of(value)) : null;
    }

    /** The head of a name that Viber takes, without half characters; {@code ""} if not even the first one fits. */
    static String shortName(String name) {
        String head = Graphemes.head(Graphemes.line(name), MAX_NAME, Unit.UTF16).strip();
        return Visible.isBlank(head) ? "" : head;
    }

    private static boolean fitsHeader(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
