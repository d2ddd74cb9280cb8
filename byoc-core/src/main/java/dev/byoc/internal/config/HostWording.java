package dev.byoc.internal.config;

import dev.byoc.internal.notes.NotePhrase;
import dev.byoc.wording.CorePhrase;
import dev.byoc.wording.Phrase;
import dev.byoc.wording.Reader;
import dev.byoc.wording.Wording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A host's own sentences, as its builder was given them. Used by one thread. */
public final class HostWording {
    private static final int SHOWN = 5;

    private final Map<Locale, Map<String, String>> byLanguage = new LinkedHashMap<>();

    /** False: there is no such language, or a sentence is null. */
    boolean add(String language, @Nullable Map<String, String> sentences) {
        if (language.isEmpty() || sentences == null) {
            return false;
        }
        Map<String, String> taken = new HashMap<>(sentences);
        if (taken.containsKey(null) || taken.containsValue(null)) {
            return false;
        }
        try {
            Locale locale = new Locale.Builder().setLanguageTag(language).build();
            byLanguage.computeIfAbsent(locale, key -> new HashMap<>()).putAll(taken);
            return true;
        } catch (IllformedLocaleException e) {
            return false;
        }
    }

    Map<Locale, Map<String, String>> byLanguage() {
        return byLanguage;
    }

    /** Keys that there are not, patterns that cannot be used, and languages of its own that say only a part. */
    List<String> faults(List<WantedAccount> accounts) {
        Map<String, Phrase> known = new LinkedHashMap<>();
        Stream.of(CorePhrase.values(), NotePhrase.values())
                .flatMap(Stream::of)
                .forEach(phrase -> known.put(phrase.key(), phrase));
        accounts.forEach(account ->
                account.provider().phrases().or(List.of()).forEach(phrase -> known.put(phrase.key(), phrase)));
        List<String> faults = new ArrayList<>();
        byLanguage.forEach((language, sentences) -> sentences.forEach((key, pattern) -> {
            Phrase phrase = known.get(key);
            String fault = phrase == null
                    ? "there is no such sentence; is its channel among the accounts?"
                    : Wording.fault(pattern, phrase);
            if (fault != null) {
                faults.add("wording(" + language.toLanguageTag() + "): '" + key + "': " + fault);
            }
        }));
        for (WantedAccount account : accounts) {
            Locale customer = account.options().words().customer().language();
            Locale agent = account.options().words().agent().language();
            if (!Wording.CUSTOMER_LANGUAGES.contains(customer.getLanguage())) {
                addLacking(customer, known.values(), phrase -> phrase.reader().isCustomer(), faults);
            }
            if (!Wording.AGENT_LANGUAGES.contains(agent.getLanguage())) {
                addLacking(agent, known.values(), phrase -> phrase.reader() != Reader.CUSTOMER, faults);
            }
        }
        return faults.stream().distinct().toList();
    }

    private void addLacking(Locale language, Collection<Phrase> known, Predicate<Phrase> isRead, List<String> faults) {
        Map<String, String> given = byLanguage.getOrDefault(language, Map.of());
        List<String> lacking = known.stream()
                .filter(isRead)
                .map(Phrase::key)
                .filter(key -> !given.containsKey(key))
                .sorted()
                .toList();
        if (!lacking.isEmpty()) {
            String first = lacking.stream().limit(SHOWN).collect(Collectors.joining(", "));
            faults.add("wording(" + language.toLanguageTag() + "): " + lacking.size() + " sentences are missing: "
                    + first + (lacking.size() > SHOWN ? ", ..." : ""));
        }
    }
}
