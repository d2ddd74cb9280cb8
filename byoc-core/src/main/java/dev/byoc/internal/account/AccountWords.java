package dev.byoc.internal.account;

import dev.byoc.channel.config.Settings;
import dev.byoc.wording.Wording;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The languages of one account: what its customers read, and what its agents and admins read. */
public record AccountWords(Wording customer, Wording agent) {
    private static final List<Wording> BUILT_IN = Wording.AGENT_LANGUAGES.stream()
            .map(language -> Wording.of(Locale.forLanguageTag(language), ZoneOffset.UTC, Map.of()))
            .toList();

    /** What agents may have read of a message that was posted before their language was changed. */
    public List<Wording> everOfAgents() {
        return Stream.concat(Stream.of(agent), BUILT_IN.stream()).toList();
    }

    /**
     * Reads them; a language without sentences is a fault.
     *
     * @param host its own sentences, by language and key
     */
    static AccountWords of(Settings settings, Map<Locale, Map<String, String>> host, List<String> faults) {
        ZoneId zone = zone(settings.text("agent-time-zone"), faults);
        return new AccountWords(
                wording("customer-language", Wording.CUSTOMER_LANGUAGES, settings, zone, host, faults),
                wording("agent-language", Wording.AGENT_LANGUAGES, settings, zone, host, faults));
    }

    private static Wording wording(
            String name,
            List<String> known,
            Settings settings,
            ZoneId zone,
            Map<Locale, Map<String, String>> host,
            List<String> faults) {
        String tag = settings.text(name).strip();
        try {
            Locale language = new Locale.Builder().setLanguageTag(tag).build();
            Locale common = Locale.forLanguageTag(language.getLanguage());
            if (known.contains(language.getLanguage()) || host.containsKey(language) || host.containsKey(common)) {
                Map<String, String> own = new HashMap<>(host.getOrDefault(common, Map.of()));
                own.putAll(host.getOrDefault(language, Map.of()));
                return Wording.of(language, zone, own);
            }
        } catch (IllformedLocaleException e) {
            // The sentence below says what is asked for.
        }
        faults.add("'" + name + "' must be one of " + String.join(", ", known)
                + ", also with a region as in ko-KR, or a language that wording(...) has the sentences of");
        return Wording.ENGLISH;
    }

    private static ZoneId zone(String name, List<String> faults) {
        try {
            return ZoneId.of(name.strip());
        } catch (DateTimeException e) {
            faults.add("'agent-time-zone' must be a time zone such as Europe/Sofia, Asia/Seoul or UTC");
            return ZoneOffset.UTC;
        }
    }
}
