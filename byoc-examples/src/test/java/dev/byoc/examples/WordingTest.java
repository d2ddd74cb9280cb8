package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.ChannelProvider;
import dev.byoc.internal.notes.NotePhrase;
import dev.byoc.wording.CorePhrase;
import dev.byoc.wording.Phrase;
import dev.byoc.wording.Wording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All sentences that people read: they are there, in each language that has to have them, used, and on one page. */
class WordingTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "wording.md");

    static List<Phrase> phrases() {
        List<Phrase> all = new ArrayList<>(List.of(CorePhrase.values()));
        all.addAll(List.of(NotePhrase.values()));
        ServiceLoader.load(ChannelProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(provider -> provider.describe().id()))
                .forEach(provider -> all.addAll(provider.phrases()));
        return all.stream().distinct().toList();
    }

    private static String pattern(Phrase phrase, String language) {
        return Wording.patterns(phrase.owner(), Locale.forLanguageTag(language)).get(phrase.key());
    }

    /** The languages in which a phrase has to be there, English first. */
    private static List<String> languages(Phrase phrase) {
        return phrase.reader().isCustomer() ? Wording.CUSTOMER_LANGUAGES : Wording.AGENT_LANGUAGES;
    }

    @ParameterizedTest
    @MethodSource("phrases")
    void everyPhraseIsThereInEveryLanguageOfItsReaders(Phrase phrase) {
        for (String language : languages(phrase)) {
            assertThat(pattern(phrase, language))
                    .as("%s in %s", phrase.key(), language)
                    .isNotBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("phrases")
    void everyPatternShowsAllOfThePhrasesArguments(Phrase phrase) {
        for (String language : languages(phrase)) {
            String pattern = pattern(phrase, language);
            assertThat(Wording.fault(pattern, phrase))
                    .as("%s in %s", phrase.key(), language)
                    .isNull();
            for (int i = 0; i < phrase.arguments().size(); i++) {
                assertThat(pattern).as("%s in %s", phrase.key(), language).contains("{" + i);
            }
        }
    }

    @Test
    void noLanguageHasASentenceThatNobodyAsksFor() {
        Map<Class<?>, List<Phrase>> byOwner = phrases().stream().collect(Collectors.groupingBy(Phrase::owner));
        byOwner.forEach((owner, phrases) -> {
            for (String language : Wording.CUSTOMER_LANGUAGES) {
                List<String> wanted = phrases.stream()
                        .filter(phrase -> languages(phrase).contains(language))
                        .map(Phrase::key)
                        .toList();
                assertThat(Wording.patterns(owner, Locale.forLanguageTag(language))
                                .keySet())
                        .as("%s in %s", owner, language)
                        .isSubsetOf(wanted);
            }
        });
    }

    @Test
    void everyKeyIsOfOnePhraseAlone() {
        assertThat(phrases().stream().map(Phrase::key)).doesNotHaveDuplicates();
    }

    @Test
    void everyPhraseIsUsed() throws IOException {
        String code = code();
        assertThat(phrases().stream().filter(phrase -> !isUsed(phrase, code)).map(Phrase::key))
                .isEmpty();
    }

    /** By its name, or, for those that go with another enum's constants, by the beginning of their names. */
    private static boolean isUsed(Phrase phrase, String code) {
        String name = ((Enum<?>) phrase).name();
        String owner = phrase.owner().getSimpleName();
        return code.contains(owner + "." + name);
    }

    /** The code that may ask for them, without the enums themselves. */
    private static String code() throws IOException {
        List<String> all = new ArrayList<>();
        for (String module : List.of("byoc-core", "byoc-viber", "byoc-kakaotalk")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    if (!file.getFileName().toString().endsWith("Phrase.java")) {
                        all.add(Files.readString(file));
                    }
                }
            }
        }
        return String.join("\n", all);
    }

    @Test
    void thePageHoldsEverySentence() throws IOException {
        Map<String, List<Phrase>> byModule = phrases().stream()
                .collect(Collectors.groupingBy(
                        phrase -> phrase.key().split("\\.", 2)[0], LinkedHashMap::new, Collectors.toList()));
        StringBuilder part = new StringBuilder();
        byModule.forEach((module, phrases) -> {
            part.append("\n### ").append(module).append('\n');
            table(phrases, true, Wording.CUSTOMER_LANGUAGES, part);
            table(phrases, false, Wording.AGENT_LANGUAGES, part);
        });

        GeneratedPart.assertHolds(PAGE, "<!-- wording -->\n", part.append('\n').toString(), WordingTest.class);
    }

    private static void table(List<Phrase> phrases, boolean customers, List<String> languages, StringBuilder part) {
        Map<String, Phrase> shown = new TreeMap<>();
        phrases.stream()
                .filter(phrase -> phrase.reader().isCustomer() == customers)
                .forEach(phrase -> shown.put(phrase.key(), phrase));
        if (shown.isEmpty()) {
            return;
        }
        part.append("\n| key | read by |")
                .append(languages.stream().map(each -> " " + each + " |").collect(Collectors.joining()));
        part.append("\n|---|---|").append("---|".repeat(languages.size())).append('\n');
        shown.forEach((key, phrase) -> {
            part.append("| `")
                    .append(key)
                    .append("` | ")
                    .append(phrase.reader().name().toLowerCase(Locale.ROOT))
                    .append(" |");
            languages.forEach(language ->
                    part.append(' ').append(cell(pattern(phrase, language))).append(" |"));
            part.append('\n');
        });
    }

    private static String cell(String pattern) {
        return pattern.replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("\n", "<br>")
                .replace("''", "'");
    }

    @Test
    void noTwoSentencesOfOneReaderReadAlike() {
        Map<String, TreeSet<String>> keysByWords = new TreeMap<>();
        phrases().stream()
                .filter(phrase -> !phrase.reader().isCustomer())
                .forEach(phrase -> keysByWords
                        .computeIfAbsent(pattern(phrase, "en"), key -> new TreeSet<>())
                        .add(phrase.key()));
        assertThat(keysByWords.values()).allSatisfy(keys -> assertThat(keys).hasSize(1));
    }
}
