package dev.byoc.internal.config;

import dev.byoc.internal.guard.Result;
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

    /**
     * Keys that there are not, patterns that cannot be used, languages of no account's, and those that say only a part; and channels' sentences
     * that cannot be read.
     */
    List<String> faults(List<WantedAccount> accounts) {
        List<String> faults = new ArrayList<>();
        Map<String, Phrase> known = new LinkedHashMap<>();
        Stream.of(CorePhrase.values(), NotePhrase.values())
                .flatMap(Stream::of)
                .forEach(phrase -> known.put(phrase.key(), phrase));
        accounts.forEach(account -> addPhrases(account, known, faults));
        byLanguage.forEach((language, sentences) -> {
            if (accounts.stream().noneMatch(account -> isOf(language, account))) {
                faults.add(where(language) + "no account has this language");
            }
            sentences.forEach((key, pattern) -> {
                Phrase phrase = known.get(key);
                String fault = phrase == null
                        ? "there is no such sentence; is its channel among the accounts?"
                        : Wording.fault(pattern, phrase);
                if (fault != null) {
                    faults.add(where(language) + "'" + key + "': " + fault);
                }
            });
        });
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

    private static String where(Locale language) {
        return "wording(" + language.toLanguageTag() + "): ";
    }

    private static void addPhrases(WantedAccount account, Map<String, Phrase> known, List<String> faults) {
        Result<List<? extends Phrase>> told = account.provider().phrases();
        if (told.trouble() != null) {
            faults.add(WantedAccount.who(account.id()) + told.trouble());
        }
        for (Phrase phrase : told.or(List.of())) {
            Phrase other = known.putIfAbsent(phrase.key(), phrase);
            if (other != null && !other.equals(phrase)) {
                faults.add(WantedAccount.who(account.id()) + "two sentences have the key '" + phrase.key() + "'");
            }
            if (!Wording.patterns(phrase.owner(), Locale.ENGLISH).containsKey(phrase.key())) {
                faults.add(WantedAccount.who(account.id()) + "its channel's sentence '" + phrase.key()
                        + "' is not in wording.properties in the package of "
                        + phrase.owner().getName()
                        + "; a named module has to open that package");
            }
        }
    }

    private static boolean isOf(Locale language, WantedAccount account) {
        return Stream.of(
                        account.options().words().customer(),
                        account.options().words().agent())
                .map(Wording::language)
                .anyMatch(own -> own.equals(language) || common(own).equals(language));
    }

    private static Locale common(Locale language) {
        return Locale.forLanguageTag(language.getLanguage());
    }

    private void addLacking(Locale language, Collection<Phrase> known, Predicate<Phrase> isRead, List<String> faults) {
        List<String> lacking = known.stream()
                .filter(isRead)
                .filter(phrase -> !has(language, phrase) && !has(common(language), phrase))
                .map(Phrase::key)
                .sorted()
                .toList();
        if (!lacking.isEmpty()) {
            String first = lacking.stream().limit(SHOWN).collect(Collectors.joining(", "));
            faults.add(where(language) + lacking.size() + " sentences are missing: " + first
                    + (lacking.size() > SHOWN ? ", ..." : ""));
        }
    }

    private boolean has(Locale language, Phrase phrase) {
        return byLanguage.getOrDefault(language, Map.of()).containsKey(phrase.key())
                || Wording.patterns(phrase.owner(), language).containsKey(phrase.key());
    }
}
