package dev.byoc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.ChannelProvider;
import dev.byoc.internal.notes.NotePhrase;
import dev.byoc.testkit.WordingContract;
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

/** The sentences of all modules, together and on one page. */
class WordingTest extends WordingContract {
    private static final Path PAGE = Path.of("..", "docs", "reference", "wording.md");

    static List<Phrase> all() {
        List<Phrase> all = new ArrayList<>(List.of(CorePhrase.values()));
        all.addAll(List.of(NotePhrase.values()));
        ServiceLoader.load(ChannelProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(provider -> provider.describe().id()))
                .forEach(provider -> all.addAll(provider.phrases()));
        return all.stream().distinct().toList();
    }

    @Override
    protected List<Phrase> phrases() {
        return all();
    }

    private static String pattern(Phrase phrase, String language) {
        return Wording.patterns(phrase.owner(), Locale.forLanguageTag(language)).get(phrase.key());
    }

    /** By its enum and its name, in the code of every module. */
    @Test
    @Override
    protected void everyPhraseIsAskedFor() throws IOException {
        String code = code();
        assertThat(phrases())
                .filteredOn(phrase -> !code.contains(phrase.owner().getSimpleName() + "." + ((Enum<?>) phrase).name()))
                .isEmpty();
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
