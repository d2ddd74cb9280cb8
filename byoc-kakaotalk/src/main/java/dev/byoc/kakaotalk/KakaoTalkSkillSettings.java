package dev.byoc.kakaotalk;

import dev.byoc.channel.config.ChannelSettings;
import dev.byoc.channel.config.SettingValues;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one chatbot of {@link KakaoTalkSkillProvider}, for {@code RelayBuilder.account}. Nothing is checked here: the relay's {@code
 * build} names every fault. Immutable; {@link #toString} shows no value.
 */
public final class KakaoTalkSkillSettings implements ChannelSettings {
    private final Map<String, String> values;

    private KakaoTalkSkillSettings(Map<String, String> values) {
        this.values = values;
    }

    /** Without settings yet; {@code botId} and {@code headerSecret} are required. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String channel() {
        return KakaoTalkSkillProvider.ID;
    }

    @Override
    public Map<String, String> values() {
        return values;
    }

    /** The names of what was set. */
    @Override
    public String toString() {
        return "KakaoTalkSkillSettings" + values.keySet();
    }

    /** Collects the settings. Null, as of a variable that is not set, is missing. Not thread-safe. */
    public static final class Builder {
        private final SettingValues values = new SettingValues();

        private Builder() {}

        /** The chatbot's id, from its address in the chatbot admin center: at most 64 letters and digits. Required. */
        public Builder botId(@Nullable String value) {
            values.text("bot-id", value);
            return this;
        }

        /** The header that the skill sends {@link #headerSecret} in; {@code X-Relay-Secret} unless set. */
        public Builder headerName(@Nullable String value) {
            values.text("header-name", value);
            return this;
        }

        /**
         * A long random value, entered at the skill as the header's value. Required.
         *
         * @param previous those that still count while it is being replaced
         */
        public Builder headerSecret(@Nullable String current, @Nullable String... previous) {
            values.secrets("header-secret", current, previous);
            return this;
        }

        /**
         * What the customer reads while no one has answered, at most 1000 characters; the relay's own words in the account's {@code
         * customer-language} unless set.
         */
        public Builder acknowledgement(@Nullable String value) {
            values.text("acknowledgement", value);
            return this;
        }

        /** How long to wait for an answer before the acknowledgement: whole seconds, 1 to 4, 4 unless set. Kakao waits for 5. */
        public Builder patience(@Nullable Duration value) {
            values.seconds("patience", value);
            return this;
        }

        /**
         * Hosts that answers may be posted to, with everything under them, by https; {@code kakao.com} unless set. {@code http://localhost} allows
         * plain http to that host, for tests.
         */
        public Builder callbackHosts(@Nullable String... hosts) {
            values.list("callback-hosts", hosts);
            return this;
        }

        /** An event of the chatbot that tells customers of a late answer; needs {@link #restApiKey}. */
        public Builder eventName(@Nullable String value) {
            values.text("event-name", value);
            return this;
        }

        /** The REST API key of the Kakao app that the event belongs to. */
        public Builder restApiKey(@Nullable String value) {
            values.text("rest-api-key", value);
            return this;
        }

        /** Where the Event API is; {@code https://bot-api.kakao.com} unless set. */
        public Builder eventBaseUrl(@Nullable String value) {
            values.text("event-base-url", value);
            return this;
        }

        /** Addresses and ranges that callbacks may come from; none: from anywhere. Behind a proxy, name it to the relay as trusted. */
        public Builder allowedAddresses(@Nullable String... addressesOrRanges) {
            values.list("allowed-addresses", addressesOrRanges);
            return this;
        }

        /**
         * From where customers' files are fetched, with everything under these hosts; {@code kakao.com} and {@code kakaocdn.net} unless set. Files
         * elsewhere are shown as links.
         */
        public Builder mediaHosts(@Nullable String... hosts) {
            values.list("media-hosts", hosts);
            return this;
        }

        /** What was set until now. */
        public KakaoTalkSkillSettings build() {
            return new KakaoTalkSkillSettings(values.toMap());
        }
    }
}
