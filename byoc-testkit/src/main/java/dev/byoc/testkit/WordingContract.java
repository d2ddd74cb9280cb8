package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.wording.Phrase;
import dev.byoc.wording.Reader;
import dev.byoc.wording.Wording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What holds for a module's sentences: they are whole in the languages of their readers, each is asked for, and agents read no two alike
 * and no codes. A subclass in the module's tests names the phrases.
 */
public abstract class WordingContract {
    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d+)[,}]");

    /** Words of programs, and the numbers of their answers. */
    private static final Pattern CODES =
            Pattern.compile("\\b(HTTP|APIs?|JSON|XML|null|status|code|\\w*Exception|[1-5]\\d\\d)\\b(?! KB)");

    /** All of the module's, as {@link dev.byoc.channel.ChannelProvider#phrases} has them. */
    protected abstract List<? extends Phrase> phrases();

    /** Where the code is that asks for them, as seen from where the tests run. */
    protected Path sources() {
        return Path.of("src", "main", "java");
    }

    /** In which a phrase has to be there: those that an account can give its customers, or its agents, without a host's own words. */
    private static List<String> languages(Phrase phrase) {
        return phrase.reader().isCustomer() ? Wording.CUSTOMER_LANGUAGES : Wording.AGENT_LANGUAGES;
    }

    private static Map<String, String> patterns(Phrase phrase, String language) {
        return Wording.patterns(phrase.owner(), Locale.forLanguageTag(language));
    }

    private static String pattern(Phrase phrase, String language) {
        return patterns(phrase, language).getOrDefault(phrase.key(), "");
    }

    @Test
    protected void everyPhraseIsThereInEveryLanguageOfItsReaders() {
        for (Phrase phrase : phrases()) {
            for (String language : languages(phrase)) {
                assertThat(pattern(phrase, language))
                        .as("%s in %s", phrase.key(), language)
                        .isNotBlank();
            }
        }
    }

    @Test
    protected void everyPatternShowsThePhrasesArgumentsAndNoOthers() {
        for (Phrase phrase : phrases()) {
            Set<Integer> wanted =
                    IntStream.range(0, phrase.arguments().size()).boxed().collect(Collectors.toSet());
            for (String language : languages(phrase)) {
                String pattern = pattern(phrase, language);
                assertThat(ARGUMENT.matcher(pattern)
                                .results()
                                .map(result -> Integer.valueOf(result.group(1)))
                                .collect(Collectors.toSet()))
                        .as("%s in %s", phrase.key(), language)
                        .isEqualTo(wanted);
                assertThat(Wording.fault(pattern, phrase))
                        .as("%s in %s", phrase.key(), language)
                        .isNull();
            }
        }
    }

    @Test
    protected void noLanguageHasASentenceWithoutAPhrase() {
        Map<Class<?>, List<Phrase>> byOwner = new HashMap<>();
        phrases()
                .forEach(phrase -> byOwner.computeIfAbsent(phrase.owner(), owner -> new ArrayList<>())
                        .add(phrase));
        byOwner.forEach((owner, phrases) -> {
            for (String language : Wording.CUSTOMER_LANGUAGES) {
                List<String> keys = phrases.stream()
                        .filter(phrase -> languages(phrase).contains(language))
                        .map(Phrase::key)
                        .toList();
                assertThat(Wording.patterns(owner, Locale.forLanguageTag(language))
                                .keySet())
                        .as("%s in %s", owner.getSimpleName(), language)
                        .isSubsetOf(keys);
            }
        });
    }

    @Test
    protected void everyKeyIsOfOnePhraseAlone() {
        assertThat(phrases()).extracting(phrase -> phrase.key()).doesNotHaveDuplicates();
    }

    @Test
    protected void everyPhraseIsAskedFor() throws IOException {
        Set<String> enums = phrases().stream()
                .map(phrase -> phrase.owner().getSimpleName() + ".java")
                .collect(Collectors.toSet());
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.walk(sources())) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                if (!enums.contains(file.getFileName().toString())) {
                    code.append(Files.readString(file)).append('\n');
                }
            }
        }
        assertThat(phrases())
                .allSatisfy(phrase ->
                        assertThat(code).as(phrase.key()).containsPattern("\\b" + ((Enum<?>) phrase).name() + "\\b"));
    }

    @Test
    protected void noTwoSentencesOfAgentsReadAlike() {
        for (String language : Wording.AGENT_LANGUAGES) {
            assertThat(ofAgents())
                    .as(language)
                    .extracting(phrase -> pattern(phrase, language).toLowerCase(Locale.ROOT))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    protected void noAgentReadsCodes() {
        for (Phrase phrase : ofAgents()) {
            for (String language : Wording.AGENT_LANGUAGES) {
                assertThat(CODES.matcher(pattern(phrase, language)).find())
                        .as("%s in %s: %s", phrase.key(), language, pattern(phrase, language))
                        .isFalse();
            }
        }
    }

    private List<? extends Phrase> ofAgents() {
        return phrases().stream()
                .filter(phrase -> phrase.reader() == Reader.AGENT)
                .toList();
    }
}
