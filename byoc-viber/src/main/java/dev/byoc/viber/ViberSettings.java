package dev.byoc.viber;

import dev.byoc.channel.config.ChannelSettings;
import dev.byoc.channel.config.SettingValues;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one bot, for {@code RelayBuilder.account}. Nothing is checked here: the relay's {@code build} names every fault. Immutable;
 * {@link #toString} shows no value.
 */
public final class ViberSettings implements ChannelSettings {
    private final Map<String, String> values;

    private ViberSettings(Map<String, String> values) {
        this.values = values;
    }

    /** Without settings yet; {@code authToken} and {@code senderName} are required. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String channel() {
        return ViberProvider.ID;
    }

    @Override
    public Map<String, String> values() {
        return values;
    }

    /** The names of what was set. */
    @Override
    public String toString() {
        return "ViberSettings" + values.keySet();
    }

    /** Collects the settings. Null, as of a variable that is not set, is missing. Not thread-safe. */
    public static final class Builder {
        private final SettingValues values = new SettingValues();

        private Builder() {}

        /**
         * The bot's token. Required.
         *
         * @param previous those that still verify what Viber signed with them, while the token is being replaced
         */
        public Builder authToken(@Nullable String current, @Nullable String... previous) {
            values.secrets("auth-token", current, previous);
            return this;
        }

        /** The name customers see, at most 28 characters; a longer one is cut. Required. */
        public Builder senderName(@Nullable String value) {
            values.text("sender-name", value);
            return this;
        }

        /** The address of the picture customers see: at most 100 KB, best 720 x 720. */
        public Builder senderAvatar(@Nullable String url) {
            values.text("sender-avatar", url);
            return this;
        }

        /** Whether customers see the agent's own name in place of {@link #senderName}; false unless set. */
        public Builder showAgentName(boolean value) {
            values.flag("show-agent-name", value);
            return this;
        }

        /** What Viber shows to a customer who opens the chat, at most 7,000 characters; nothing unless set. */
        public Builder welcomeMessage(@Nullable String value) {
            values.text("welcome-message", value);
            return this;
        }

        /** The longest text under a picture, in characters, 512 unless set and at most 768; a longer one goes apart. */
        public Builder captionLimit(int characters) {
            values.number("caption-limit", characters);
            return this;
        }

        /** Where the API is, {@code https://chatapi.viber.com/pa} unless set; a partner may have its own address. */
        public Builder baseUrl(@Nullable String value) {
            values.text("base-url", value);
            return this;
        }

        /**
         * A partner's own credential as {@code Name: value}, for instance {@code Authorization: Basic ...}, sent in place of {@code
         * X-Viber-Auth-Token}.
         */
        public Builder authHeader(@Nullable String nameAndValue) {
            values.text("auth-header", nameAndValue);
            return this;
        }

        /** What was set until now. */
        public ViberSettings build() {
            return new ViberSettings(values.toMap());
        }
    }
}
