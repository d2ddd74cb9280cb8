package dev.byoc.internal.notes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.internal.freshchat.SameWords;
import dev.byoc.wording.Wording;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That each is there, and shows its arguments, is for WordingTest, which looks at all phrases. */
class NotePhraseTest {
    private static Map<String, String> patterns(String language) {
        return Wording.patterns(NotePhrase.class, Locale.forLanguageTag(language));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ko"})
    void aLanguageHasASentenceForEachKeyAndForNoOther(String language) {
        assertThat(patterns(language).keySet())
                .containsExactlyInAnyOrderElementsOf(List.of(NotePhrase.values()).stream()
                        .map(NotePhrase::key)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(NotePhrase.class)
    void aPatternShowsEachArgumentOnce(NotePhrase phrase) {
        for (String language : Wording.AGENT_LANGUAGES) {
            String pattern = patterns(language).get(phrase.key());
            assertThat(Wording.fault(pattern, phrase)).isNull();
            for (int i = 0; i < phrase.arguments().size(); i++) {
                assertThat(pattern).as(language).containsOnlyOnce("{" + i + "}");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ko"})
    void noTwoSentencesReadAlike(String language) {
        Collection<String> sentences = patterns(language).values();

        assertThat(sentences.stream().map(SameWords::bare).map(each -> each.replaceAll("[0-9]", "")))
                .filteredOn(each -> !each.isEmpty())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ko"})
    void noSentenceHoldsACode(String language) {
        assertThat(patterns(language).values())
                .allSatisfy(pattern -> assertThat(pattern.replaceAll("\\{\\d}", ""))
                        .doesNotContainPattern("\\d")
                        .doesNotContain("HTTP", "API", "Exception", "'untyped"));
    }

    @Test
    void koreanSentencesAreFormallyPolite() {
        assertThat(patterns("ko").values())
                .filteredOn(pattern -> pattern.endsWith("."))
                .hasSizeGreaterThan(20)
                .allSatisfy(pattern -> assertThat(pattern).matches(".*(니다|십시오|\\{1}|\\{2})(: \\{\\d})?\\."));
    }
}
