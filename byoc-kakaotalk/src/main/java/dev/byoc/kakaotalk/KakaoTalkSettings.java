package dev.byoc.kakaotalk;

import dev.byoc.channel.config.ChannelSettings;
import dev.byoc.channel.config.SettingValues;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one KakaoTalk channel of {@link KakaoTalkProvider}, for {@code RelayBuilder.account}. Nothing is checked here: the relay's
 * {@code build} names every fault. Immutable; {@link #toString} shows no value.
 */
public final class KakaoTalkSettings implements ChannelSettings {
    private final Map<String, String> values;

    private KakaoTalkSettings(Map<String, String> values) {
        this.values = values;
    }

    /** Without settings yet; {@code senderKey} and the dealer's credentials are required. */
    public static Builder builder() {
        return new Builder();
    }

    /** Who connects a channel to KakaoTalk. */
    public enum Dealer {
        /** As unless set. */
        HAPPYTALK,
        BIZGO
    }

    /** What becomes of what a customer's button or link passed on. */
    public enum Reference {
        /** Agents get a private note of it. As unless set. */
        NOTE,
        IGNORE
    }

    @Override
    public String channel() {
        return KakaoTalkProvider.ID;
    }

    @Override
    public Map<String, String> values() {
        return values;
    }

    /** The names of what was set. */
    @Override
    public String toString() {
        return "KakaoTalkSettings" + values.keySet();
    }

    /** Collects the settings. Null, as of a variable that is not set, is missing. Not thread-safe. */
    public static final class Builder {
        private final SettingValues values = new SettingValues();

        private Builder() {}

        /** Who connects the channel to KakaoTalk. Credentials of another one are a fault. */
        public Builder dealer(@Nullable Dealer value) {
            values.choice("dealer", value);
            return this;
        }

        /** The channel's sender key (발신프로필 키), from the dealer: at most 64 letters, digits, - and _. Required. */
        public Builder senderKey(@Nullable String value) {
            values.text("sender-key", value);
            return this;
        }

        /** Happytalk's HT-Client-Id; needed with that dealer only. */
        public Builder clientId(@Nullable String value) {
            values.text("client-id", value);
            return this;
        }

        /** Happytalk's HT-Client-Secret; needed with that dealer only. */
        public Builder clientSecret(@Nullable String value) {
            values.text("client-secret", value);
            return this;
        }

        /** Bizgo's API key; needed with that dealer only. */
        public Builder apiKey(@Nullable String value) {
            values.text("api-key", value);
            return this;
        }

        /** Where the dealer's API is: {@code https://kakao-api.happytalk.io} or {@code https://mars.ibapi.kr} unless set. */
        public Builder baseUrl(@Nullable String value) {
            values.text("base-url", value);
            return this;
        }

        /** Whether agents get a private note of what the customer's button or link passed on. */
        public Builder reference(@Nullable Reference value) {
            values.choice("reference", value);
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
        public KakaoTalkSettings build() {
            return new KakaoTalkSettings(values.toMap());
        }
    }
}
