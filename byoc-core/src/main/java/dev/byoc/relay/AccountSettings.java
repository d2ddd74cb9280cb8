package dev.byoc.relay;

import dev.byoc.Secret;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.config.SettingValues;
import dev.byoc.internal.config.RelayConfig;
import dev.byoc.internal.config.ShownNames;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a relay lets each account set, beside the channel's own settings: a method for each setting in the table of docs/reference/settings.md.
 * Nothing is checked here; {@link RelayBuilder#build} tells every fault. Null is missing, and a setting that is said twice is a fault. Not
 * thread-safe; of use only while the consumer runs that {@code account(...)} was given.
 */
public final class AccountSettings {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> pairs = new LinkedHashMap<>();
    private final List<RelayConfig.Sourced> sources = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    AccountSettings() {}

    /** A fact about customers that a channel may know. */
    public enum Fact {
        LANGUAGE,
        COUNTRY,
        USERNAME,
        PROFILE_URL,
        SOURCE
    }

    /** What to do with an answer that may or may not have arrived. */
    public enum UnknownOutcome {
        /** A private note asks the agent. As unless set. */
        ASK_AGENT,
        /** It is sent again. */
        RESEND
    }

    /** What to do with answers that Freshchat nowhere gives a type, which may be private notes. */
    public enum UntypedReplies {
        /** They are held back, and the agent is told. As unless set. */
        HOLD,
        /** They are sent. */
        SEND
    }

    /** What a customer's message does after an agent has resolved the conversation. */
    public static final class AfterResolve {
        /** It goes to that conversation. As unless set. */
        public static final AfterResolve REUSE = new AfterResolve("reuse");

        /** It opens that conversation again first. */
        public static final AfterResolve REOPEN = new AfterResolve("reopen");

        /** It begins a new conversation. */
        public static final AfterResolve NEW = new AfterResolve("new-after-resolve");

        private final String text;

        private AfterResolve(String text) {
            this.text = text;
        }

        /** It begins a new conversation once so much time has passed since the resolve, from zero to 3650 days. */
        public static AfterResolve newAfter(@Nullable Duration value) {
            return new AfterResolve("new-after:" + (value == null ? "" : value));
        }

        /** As the setting says it. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** How agents see what the host's code sends. */
    public static final class SentFromCode {
        /** By a private note. As unless set. */
        public static final SentFromCode NOTE = new SentFromCode("note");

        /** Not at all. */
        public static final SentFromCode OFF = new SentFromCode("off");

        private final String text;

        private SentFromCode(String text) {
            this.text = text;
        }

        /** As if the agent of that id had written it, as whom no person may write. */
        public static SentFromCode asAgent(@Nullable String id) {
            return new SentFromCode("agent:" + (id == null ? "" : id));
        }

        /** As the setting says it. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** Name or id of the Freshchat topic that conversations of this account appear in. Required. */
    public AccountSettings topic(@Nullable String value) {
        return setting("topic", value);
    }

    /** Name or id of the Freshchat group that new conversations are given to; Freshchat's rules decide unless set. */
    public AccountSettings group(@Nullable String value) {
        return setting("group", value);
    }

    /** One more property of new conversations: setting {@code properties}. Neither holds a semicolon, the name no equals sign. */
    public AccountSettings property(String name, @Nullable String value) {
        return pair("properties", name, value);
    }

    /** One more fact about customers to be told, as that property of Freshchat's users: setting {@code user-properties}. */
    public AccountSettings userProperty(Fact fact, @Nullable String property) {
        return pair("user-properties", fact == null ? null : word(fact), property);
    }

    /** The property of conversations that holds what the customer came with; it is a private note anyway. */
    public AccountSettings contextProperty(@Nullable String value) {
        return setting("context-property", value);
    }

    /** What a customer's message does after a resolve. */
    public AccountSettings conversations(@Nullable AfterResolve value) {
        return setting("conversations", value == null ? null : value.toString());
    }

    /** What to do with an answer that may or may not have arrived. */
    public AccountSettings unknownOutcome(@Nullable UnknownOutcome value) {
        return setting("unknown-outcome", value == null ? null : word(value));
    }

    /** What to do with answers that Freshchat nowhere gives a type. */
    public AccountSettings untypedReplies(@Nullable UntypedReplies value) {
        return setting("untyped-replies", value == null ? null : word(value));
    }

    /** Uses the messenger's user id alone as reference; false unless set. */
    public AccountSettings bareId(boolean value) {
        return flag("bare-id", value);
    }

    /** Sends Freshchat's system messages to customers too; false unless set. */
    public AccountSettings relaySystem(boolean value) {
        return flag("relay-system", value);
    }

    /** Replaces a webhook that another system has registered; false unless set. */
    public AccountSettings takeOver(boolean value) {
        return flag("take-over", value);
    }

    /** Ends the messenger's session when an agent resolves, where it has sessions; false unless set. */
    public AccountSettings endSessionOnResolve(boolean value) {
        return flag("end-session-on-resolve", value);
    }

    /** Keeps what the messenger tells of delivered and seen, for timelines; false unless set. */
    public AccountSettings keepReceipts(boolean value) {
        return flag("keep-receipts", value);
    }

    /** Tells agents by a private note what went in another form too, not only what was left out; false unless set. */
    public AccountSettings noteLosses(boolean value) {
        return flag("note-losses", value);
    }

    /** Shows contacts that customers send as a vCard file too; false unless set. */
    public AccountSettings contactsAsVcard(boolean value) {
        return flag("contacts-as-vcard", value);
    }

    /** Numbers the pieces of an answer that is too long for one message; false unless set. */
    public AccountSettings numberPieces(boolean value) {
        return flag("number-pieces", value);
    }

    /** Shows customers the name of the agent who answers, where the messenger can; false unless set. */
    public AccountSettings agentNames(boolean value) {
        return flag("agent-names", value);
    }

    /**
     * One more name that customers see in place of an agent's own: setting {@code agent-aliases}. Neither holds a semicolon, the id no equals
     * sign.
     *
     * @param agentId {@code *} for all agents who have no alias of their own
     */
    public AccountSettings agentAlias(String agentId, @Nullable String name) {
        return pair("agent-aliases", agentId, name);
    }

    /** Shows customers Freshchat's picture of the agent who answers, where the messenger takes one; false unless set. */
    public AccountSettings agentAvatars(boolean value) {
        return flag("agent-avatars", value);
    }

    /** How agents see what the application sends from code. */
    public AccountSettings sentFromCode(@Nullable SentFromCode value) {
        return setting("sent-from-code", value == null ? null : value.toString());
    }

    /** Tells when no webhook has come for so long, one minute to 366 days; never unless set. */
    public AccountSettings silentAfter(@Nullable Duration value) {
        return setting("silent-after", value == null ? null : value.toString());
    }

    /** The language of the relay's own words to customers; English unless set. */
    public AccountSettings customerLanguage(@Nullable Locale value) {
        return setting("customer-language", value == null ? null : value.toLanguageTag());
    }

    /** The language of private notes and of steps to do by hand; English unless set. */
    public AccountSettings agentLanguage(@Nullable Locale value) {
        return setting("agent-language", value == null ? null : value.toLanguageTag());
    }

    /** The time zone of times in private notes; UTC unless set. */
    public AccountSettings agentTimeZone(@Nullable ZoneId value) {
        return setting("agent-time-zone", value == null ? null : value.getId());
    }

    /**
     * The secret part of the webhook's address, 16 to 128 URL-safe characters; made by the relay unless set.
     *
     * @param previous those that still count while it is being replaced
     */
    public AccountSettings pathSecret(@Nullable String current, @Nullable String... previous) {
        new SettingValues().secrets("path-secret", current, previous).toMap().forEach(this::setting);
        return this;
    }

    /**
     * Any setting as text, such as one of a channel that has no typed settings.
     *
     * @param name as docs/reference/settings.md or the channel's guide has it, in relaxed form
     */
    public AccountSettings setting(String name, @Nullable String value) {
        if (value != null && values.put(Secret.trimmed(name), value) != null) {
            faults.add(ShownNames.shown(Secret.trimmed(name)) + " is set twice; keep one");
        }
        return this;
    }

    /** Where a secret of the channel comes from, as {@link RelayBuilder#secret}. */
    public AccountSettings secret(String name, Supplier<String> source) {
        sources.add(new RelayConfig.Sourced(null, name, source));
        return this;
    }

    /** Asks for an account with what was said until now. */
    void ask(RelayConfig config, @Nullable String id, @Nullable String channel, @Nullable ChannelProvider provider) {
        pairs.forEach(this::setting);
        config.account(id, channel, provider, values, faults);
        sources.forEach(each -> config.secret(id, each.setting(), each.source()));
    }

    private AccountSettings flag(String name, boolean value) {
        return setting(name, value ? "yes" : "no");
    }

    /** Pairs stand in one text. What would be read there as another pair, or as none, is a fault. */
    private AccountSettings pair(String setting, @Nullable String name, @Nullable String value) {
        String key = Secret.trimmed(name);
        if (value == null) {
            return this;
        }
        if (key.isEmpty() || key.matches("(?s).*[;=].*") || value.indexOf(';') >= 0) {
            faults.add("'" + setting + "' takes names without = and ;, and values without ;");
        } else {
            pairs.merge(setting, key + "=" + value, (before, more) -> before + "; " + more);
        }
        return this;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
