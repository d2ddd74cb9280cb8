package dev.byoc.wording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.wording.own.OwnPhrase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordingTest {
    private static Wording in(String language, Map<String, String> host) {
        return Wording.of(Locale.forLanguageTag(language), ZoneOffset.UTC, host);
    }

    @ParameterizedTest
    @CsvSource({"en,File", "ko,파일", "uk,Файл", "bg,Файл", "el,Αρχείο", "ru,Файл", "ko-KR,파일", "en-GB,File"})
    void aSentenceIsInTheLanguageThatWasAskedFor(String language, String word) {
        assertThat(in(language, Map.of()).of(CorePhrase.FILE)).isEqualTo(word);
    }

    @Test
    void theLanguageOfTheMachineCountsForNothing() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.KOREAN);

            assertThat(in("en", Map.of()).of(CorePhrase.FILE)).isEqualTo("File");
            assertThat(in("de", Map.of()).of(CorePhrase.FILE)).isEqualTo("File");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void whatALanguageLacksIsSaidInEnglish() {
        assertThat(in("ko", Map.of()).of(OwnPhrase.ENGLISH_ALONE)).isEqualTo("Only in English, isn't it");
    }

    @Test
    void aPhraseWithoutAnySentenceIsItsKey() {
        assertThat(in("ko", Map.of()).of(OwnPhrase.NOWHERE)).isEqualTo("own.nowhere");
    }

    @Test
    void anInstantIsTheDateAndTimeOfTheZone() {
        Wording seoul = Wording.of(Locale.ENGLISH, ZoneId.of("Asia/Seoul"), Map.of());

        assertThat(seoul.of(OwnPhrase.AT, "Hello", Instant.parse("2026-01-15T20:30:00Z")))
                .contains("“Hello”")
                .contains("Jan 16, 2026")
                .contains("5:30")
                .contains("KST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{0}", "it''s", "{1,number} '", "<b>", "😀", "{", "}{"})
    void anArgumentIsShownAsItIs(String argument) {
        assertThat(Wording.ENGLISH.of(CorePhrase.STICKER, argument)).isEqualTo("Sticker: " + argument);
    }

    @Test
    void aHostsSentenceTakesThePlaceOfOurs() {
        Wording own = in("ko", Map.of("core.file", "첨부"));

        assertThat(own.of(CorePhrase.FILE)).isEqualTo("첨부");
        assertThat(own.of(CorePhrase.VIDEO)).isEqualTo("동영상");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{1}",
                "{0",
                "{name}",
                "it's {0}",
                "",
                "\u200B",
                "a sticker",
                "{0,number}",
                "{0,date,short}",
                "{0} {1}"
            })
    void aHostsPatternThatCannotBeUsedIsAFault(String pattern) {
        assertThat(Wording.fault(pattern, CorePhrase.STICKER)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{0} {1}", "{0}: {1,choice,1#one|1<{1} of them}", "{1,number,integer} {0}"})
    void aHostsPatternMayChooseWordsForANumber(String pattern) {
        assertThat(Wording.fault(pattern, OwnPhrase.COUNTED)).isNull();
        assertThat(in("en", Map.of("own.counted", pattern)).of(OwnPhrase.COUNTED, "cats", 1))
                .contains("cats");
    }

    @Test
    void aTimeOfAHostsPatternHasNoFormatOfItsOwn() {
        assertThat(Wording.fault("{0} {1,date,short}", OwnPhrase.AT)).isNotNull();
    }

    @Test
    void aPatternOfAModuleThatCannotBeUsedIsPassedOver() {
        assertThat(in("ko", Map.of()).of(OwnPhrase.COUNTED, "cats", 3)).isEqualTo("cats: 3");
    }

    @Test
    void argumentsOfOtherTypesAreAMistakeOfTheCode() {
        assertThatThrownBy(() -> Wording.ENGLISH.of(CorePhrase.STICKER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("core.sticker");
        assertThatThrownBy(() -> Wording.ENGLISH.of(CorePhrase.STICKER, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
