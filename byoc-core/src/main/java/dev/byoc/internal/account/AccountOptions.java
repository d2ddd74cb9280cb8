package dev.byoc.internal.account;

import dev.byoc.Secret;
import dev.byoc.Visible;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.channel.config.Setting;
import dev.byoc.channel.config.Settings;
import dev.byoc.support.Graphemes;
import dev.byoc.wording.Wording;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the core itself lets each account set, beside the channel's own settings.
 *
 * @param topic name or id of the Freshchat topic that its conversations appear in
 * @param group name or id of the group that new conversations are given to; null: Freshchat's rules decide
 * @param properties of new conversations
 * @param userProperties what is told of customers, beside their profile
 * @param contextProperty of conversations, that holds what the customer came with; null: none does
 * @param resendUnknown what to do with an answer that may have arrived: send again, or ask the agent
 * @param sendsUntyped whether answers that Freshchat nowhere gives a type are sent; else they are held, as they may be private notes
 * @param bareId the reference is the messenger's id alone, as an earlier integration wrote it
 * @param numbersPieces a text that is too long for one message says which piece of how many each is
 * @param agentAliases names that customers see in place of agents' own, by the agents' ids
 * @param sentFromCode how agents see what the host's code sends
 * @param silentAfter without a webhook for so long the account counts as silent; null: it never does
 * @param takeOver another system's webhook may be replaced
 * @param words what its customers and agents read
 */
public record AccountOptions(
        String topic,
        @Nullable String group,
        Map<String, String> properties,
        UserProperties userProperties,
        @Nullable String contextProperty,
        ConversationPolicy conversations,
        boolean resendUnknown,
        boolean sendsUntyped,
        boolean bareId,
        boolean relaySystem,
        boolean takeOver,
        boolean agentNames,
        Map<String, String> agentAliases,
        boolean agentAvatars,
        boolean endSession,
        boolean keepReceipts,
        boolean noteLosses,
        boolean contactsAsVcard,
        boolean numbersPieces,
        SentFromCode sentFromCode,
        @Nullable Duration silentAfter,
        AccountWords words) {
    /** What a fault says of a secret that cannot be part of an address. */
    public static final String NO_PATH_SECRET = "not 16 to 128 letters, digits, - and _";

    /** The setting that says what becomes of answers without a type. */
    public static final String UNTYPED_REPLIES = "untyped-replies";

    private static final String CONTEXT_PROPERTY = "context-property";
    private static final String AGENT_ALIASES = "agent-aliases";

    /** Stands for all agents that have no alias of their own. */
    private static final String ALL_OTHERS = "*";

    /** The setting that says how agents see what a host's code sends. */
    public static final String SENT_FROM_CODE = "sent-from-code";

    private static final Duration LEAST_SILENCE = Duration.ofMinutes(1);
    private static final Duration MOST_SILENCE = Duration.ofDays(366);

    /** How agents see what a host's code has sent to a customer. Account setting {@code sent-from-code}. */
    public sealed interface SentFromCode {
        /** By a private note: its echo can be no answer. */
        record AsNote() implements SentFromCode {}

        /**
         * As if an agent had written it.
         *
         * @param id Freshchat's id of an agent as whom no person writes
         */
        record AsAgent(String id) implements SentFromCode {}

        /** Not at all. */
        record Hidden() implements SentFromCode {}

        /** From the account's setting, its words in relaxed form as everywhere in settings; null: none of them. */
        static @Nullable SentFromCode of(String text) {
            String[] parts = text.split(":", 2);
            String word = Setting.relaxed(parts[0]);
            if (parts.length == 2) {
                String id = Visible.trimmed(parts[1]);
                boolean isId = !id.isEmpty() && id.indexOf('@') < 0;
                return word.equals("agent") && isId ? new AsAgent(id) : null;
            }
            return switch (word) {
                case "note" -> new AsNote();
                case "off" -> new Hidden();
                default -> null;
            };
        }

        /** As the agent of that id; null: by a note. */
        static SentFromCode as(@Nullable String agentId) {
            return agentId == null ? new AsNote() : new AsAgent(agentId);
        }

        /** As whom it is shown; null: as none. */
        default @Nullable String agentId() {
            return this instanceof AsAgent agent ? agent.id() : null;
        }

        /** Whether that agent stands for the application. */
        default boolean isBy(@Nullable String agentId) {
            return agentId != null && agentId.equalsIgnoreCase(agentId());
        }
    }

    public static final ConfigSpec SPEC = ConfigSpec.none()
            .text("topic", "name or id of the Freshchat topic that conversations of this account appear in")
            .optional("group", "", "name or id of the Freshchat group that new conversations are given to")
            .optional("properties", "", "properties of new conversations, such as priority=High; cf_source=Messenger")
            .optional(
                    UserProperties.SETTING,
                    "",
                    "facts about customers to be told, as properties of Freshchat's users, such as language=cf_language;"
                            + " country=cf_country; the others are username, profile-url and source")
            .optional(
                    CONTEXT_PROPERTY,
                    "",
                    "the property of conversations that holds what the customer came with, such as cf_campaign; it is a private"
                            + " note anyway")
            .optional(
                    "conversations",
                    "reuse",
                    "what a customer's message does after a resolve: reuse, reopen, new-after-resolve or new-after:PT24H")
            .choice(
                    "unknown-outcome",
                    List.of("ask-agent", "resend"),
                    "what to do with an answer that may or may not have arrived")
            .choice(
                    UNTYPED_REPLIES,
                    List.of("hold", "send"),
                    "what to do with answers that Freshchat nowhere gives a type, which may be private notes")
            .flag("bare-id", "use the messenger's user id alone as reference_id")
            .flag("relay-system", "send Freshchat's system messages to customers too")
            .flag("take-over", "replace a webhook that another system has registered")
            .flag("end-session-on-resolve", "end the messenger's session when an agent resolves, where it has sessions")
            .flag("keep-receipts", "keep what the messenger tells of delivered and seen, for timelines")
            .flag(
                    "note-losses",
                    "tell agents by a private note not only what of an answer was left out, but also what went in another form")
            .flag("contacts-as-vcard", "show contacts that customers send as a vCard file too, beside their text")
            .flag("number-pieces", "number the pieces of an answer that is too long for one message, as in (1/3)")
            .flag("agent-names", "show customers the name of the agent who answers, where the messenger can")
            .optional(
                    AGENT_ALIASES,
                    "",
                    "names that customers see in place of agents' own, by the agents' ids, such as 1f2e3d=Mina; *=Support,"
                            + " where * is all others")
            .flag(
                    "agent-avatars",
                    "show customers Freshchat's picture of the agent who answers, where the messenger takes one; not of agents"
                            + " with an alias")
            .optional(
                    SENT_FROM_CODE,
                    "note",
                    "how agents see what the application sends from code: note (a private note), agent:ID (as if the agent of that id had"
                            + " written it, as whom no person may write) or off")
            .optional(
                    "silent-after",
                    "",
                    "tell when no webhook has come for so long, as an ISO-8601 duration such as PT8H; never by default")
            .optional(
                    "customer-language",
                    "en",
                    "the language of the relay's own words to customers: "
                            + String.join(", ", Wording.CUSTOMER_LANGUAGES))
            .optional(
                    "agent-language",
                    "en",
                    "the language of private notes and of steps to do by hand: "
                            + String.join(", ", Wording.AGENT_LANGUAGES))
            .optional("agent-time-zone", "UTC", "the time zone of times in private notes, such as Asia/Seoul")
            .optionalSecrets(
                    "path-secret",
                    "the secret part of the webhook's address, at least 16 URL-safe characters; while it is being"
                            + " replaced: the new one, then the old one");

    /** The name that customers see in place of an agent's own; null: there is none. */
    public @Nullable String aliasOf(String agentId) {
        String own = agentAliases.get(agentId);
        return own == null ? agentAliases.get(ALL_OTHERS) : own;
    }

    /** What a context sets of the conversation's properties; nothing unless the account wants that. */
    public Map<String, String> contextProperties(@Nullable String context) {
        String value = contextProperty == null || context == null ? "" : UserProperties.line(context);
        return contextProperty == null || value.isEmpty() ? Map.of() : Map.of(contextProperty, value);
    }

    /**
     * Reads them; faults that the spec cannot see are added.
     *
     * @param host its own sentences, by language and key
     */
    public static AccountOptions of(Settings settings, Map<Locale, Map<String, String>> host, List<String> faults) {
        ConversationPolicy policy = ConversationPolicy.of(settings.text("conversations"));
        if (policy == null) {
            faults.add(
                    "'conversations' must be reuse, reopen, new-after-resolve or new-after: and an ISO-8601 duration");
        }
        SentFromCode sent = SentFromCode.of(settings.text(SENT_FROM_CODE));
        if (sent == null) {
            faults.add("'" + SENT_FROM_CODE + "' must be note, off or agent: and the id of a Freshchat agent");
        }
        if (!settings.secrets("path-secret").stream().allMatch(AccountOptions::isPathSecret)) {
            faults.add("'path-secret' is " + NO_PATH_SECRET);
        }
        return new AccountOptions(
                settings.text("topic"),
                settings.text("group").isEmpty() ? null : settings.text("group"),
                Pairs.read("properties", settings.text("properties"), faults),
                UserProperties.of(settings.text(UserProperties.SETTING), faults),
                contextProperty(settings, faults),
                policy == null ? new ConversationPolicy.Reuse() : policy,
                settings.text("unknown-outcome").equals("resend"),
                settings.text(UNTYPED_REPLIES).equals("send"),
                settings.flag("bare-id"),
                settings.flag("relay-system"),
                settings.flag("take-over"),
                settings.flag("agent-names"),
                agentAliases(settings.text(AGENT_ALIASES), faults),
                settings.flag("agent-avatars"),
                settings.flag("end-session-on-resolve"),
                settings.flag("keep-receipts"),
                settings.flag("note-losses"),
                settings.flag("contacts-as-vcard"),
                settings.flag("number-pieces"),
                sent == null ? new SentFromCode.AsNote() : sent,
                silentAfter(settings.text("silent-after"), faults),
                AccountWords.of(settings, host, faults));
    }

    private static Map<String, String> agentAliases(String text, List<String> faults) {
        Map<String, String> aliases = new LinkedHashMap<>();
        Pairs.read(AGENT_ALIASES, text, faults).forEach((id, name) -> {
            String line = Graphemes.line(name);
            if (Visible.isBlank(line)) {
                faults.add("'" + AGENT_ALIASES + "' has an agent without a name");
            }
            aliases.put(id, line);
        });
        return Map.copyOf(aliases);
    }

    private static @Nullable String contextProperty(Settings settings, List<String> faults) {
        String name = Visible.trimmed(settings.text(CONTEXT_PROPERTY));
        if (name.isEmpty()) {
            return null;
        }
        if (!UserProperties.isName(name)) {
            faults.add("'" + CONTEXT_PROPERTY + "' " + UserProperties.NO_NAME);
        }
        // Its own faults are told elsewhere.
        if (Pairs.read("properties", settings.text("properties"), new ArrayList<>())
                .containsKey(name)) {
            faults.add("'" + CONTEXT_PROPERTY + "' names a property that 'properties' sets");
        }
        return name;
    }

    public static boolean isPathSecret(Secret secret) {
        return secret.reveal().matches("[A-Za-z0-9_-]{16,128}");
    }

    private static @Nullable Duration silentAfter(String text, List<String> faults) {
        if (Visible.isBlank(text)) {
            return null;
        }
        try {
            Duration value = Duration.parse(text.strip());
            if (value.compareTo(LEAST_SILENCE) >= 0 && value.compareTo(MOST_SILENCE) <= 0) {
                return value;
            }
        } catch (DateTimeParseException e) {
            // The sentence below says what is asked for.
        }
        faults.add("'silent-after' must be an ISO-8601 duration of one minute to 366 days, such as PT8H");
        return null;
    }
}
