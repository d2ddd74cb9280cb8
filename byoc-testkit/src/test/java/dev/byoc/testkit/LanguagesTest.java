package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.ConfigurationException;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.json.Json;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.wording.CorePhrase;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the relay itself says is said in the account's languages: one for its customers, one for its agents. */
class LanguagesTest {
    /** A text-only messenger: all else goes in words. */
    private static final class Relay extends TestRelay {
        private final Map<String, String> settings = new LinkedHashMap<>(Map.of("topic", TOPIC));
        private final Map<String, Map<String, String>> host;
        private final FakeChannelProvider provider = new FakeChannelProvider(
                "fake", context -> new FakeChannel(context).capabilities(Capabilities.text(1000, Unit.UTF16)));

        Relay(Map<String, Map<String, String>> host, String... settings) {
            this.host = host;
            for (int i = 0; i < settings.length; i += 2) {
                this.settings.put(settings[i], settings[i + 1]);
            }
        }

        @Override
        protected void configure(RelayBuilder builder) {
            builder.account("shop", provider, settings);
            host.forEach(builder::wording);
        }

        void says(Json.Builder event) {
            FakeChannel channel = provider.channel("shop");
            Json body = FakeChannel.events(event.put("customer", "ines").build());
            assertThat(relay().handle(new dev.byoc.RelayRequest(
                                    "POST",
                                    relay().webhookUrl("shop").getRawPath(),
                                    null,
                                    channel.headers(),
                                    body.bytes(),
                                    null))
                            .status())
                    .isEqualTo(200);
            awaitIdle();
        }

        List<String> answered(Json part) {
            says(Json.object().put("kind", "text").put("id", "first").put("text", "Hello"));
            freshchat().agent().sends(conversationOf("Hello"), Json.of(List.of(part)));
            awaitSent(1);
            return provider.channel("shop").sentTexts();
        }
    }

    private static Json.Builder poll() {
        return Json.object().put("kind", "unknown").put("id", "m1").put("name", "poll");
    }

    private static Json video() {
        return Json.object()
                .put(
                        "video",
                        Json.object()
                                .put("url", "https://media.example.net/film.mp4")
                                .put("content_type", "video/mp4"))
                .build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en|(sent a poll, which cannot be shown here)",
                "ko|(투표를 보냈습니다 - 여기에서는 표시할 수 없습니다)",
            })
    void anAgentReadsInTheAgentsLanguageWhatACustomerSent(String language, String words) {
        try (Relay relay = new Relay(Map.of(), "agent-language", language, "customer-language", "el")) {
            relay.start();

            relay.says(poll());

            assertThat(relay.posted()).containsExactly(words);
        }
    }

    @ParameterizedTest
    @CsvSource({"en,Video", "ko,동영상", "uk,Відео", "bg,Видео", "el,Βίντεο", "ru,Видео"})
    void aCustomerReadsInTheCustomersLanguageWhatAnAgentSent(String language, String word) {
        try (Relay relay = new Relay(Map.of(), "customer-language", language, "agent-language", "ko")) {
            relay.start();

            assertThat(relay.answered(video())).singleElement().asString().startsWith(word);
        }
    }

    @Test
    void aHostsSentenceTakesThePlaceOfOurs() {
        try (Relay relay = new Relay(Map.of("en", Map.of("core.unsupported", "[{0}?]")))) {
            relay.start();

            relay.says(poll());

            assertThat(relay.posted()).containsExactly("[a poll?]");
        }
    }

    /** All that customers read, as a host would bring it. */
    private static Map<String, String> french() {
        Map<String, String> sentences = new HashMap<>();
        for (CorePhrase phrase : CorePhrase.values()) {
            if (phrase.reader().isCustomer()) {
                String arguments = IntStream.range(0, phrase.arguments().size())
                        .mapToObj(i -> " {" + i + "}")
                        .collect(Collectors.joining());
                sentences.put(phrase.key(), (phrase == CorePhrase.VIDEO ? "Vidéo" : "…") + arguments);
            }
        }
        return sentences;
    }

    @Test
    void aHostMayBringALanguageOfItsOwn() {
        try (Relay relay = new Relay(Map.of("fr", french()), "customer-language", "fr")) {
            relay.start();

            assertThat(relay.answered(video())).singleElement().asString().contains("Vidéo");
        }
    }

    @Test
    void sentencesOfALanguageAreThoseOfItsRegionsToo() {
        Map<String, Map<String, String>> own =
                Map.of("ko", Map.of("core.video", "영상"), "ko-KR", Map.of("core.sticker", "이모티콘 {0}"));
        try (Relay relay = new Relay(own, "customer-language", "ko-KR")) {
            relay.start();

            assertThat(relay.answered(video())).singleElement().asString().startsWith("영상");
        }
    }

    @Test
    void aLanguageOfTheHostsThatSaysOnlyAPartIsAFaultThatNamesTheRest() {
        Map<String, String> part = french();
        part.remove("core.empty");
        part.remove("core.audio");
        try (Relay relay = new Relay(Map.of("fr", part), "customer-language", "fr")) {
            assertThatThrownBy(relay::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("wording(fr): 2 sentences are missing: core.audio, core.empty");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "customer-language,fr,'en, ko, uk, bg, el, ru'",
        "agent-language,uk,'en, ko'",
        "customer-language,not a language,'en, ko, uk, bg, el, ru'",
        "agent-time-zone,Mars/Base,Asia/Seoul"
    })
    void aLanguageOrZoneThatThereIsNotIsAFaultOfTheSettings(String setting, String value, String known) {
        try (Relay relay = new Relay(Map.of(), setting, value)) {
            assertThatThrownBy(relay::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("'" + setting + "'")
                    .hasMessageContaining(known);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "en,core.sticker,Sticker: {1}",
        "ko,core.sticker,it's a sticker",
        "en,core.stikcer,Sticker",
        "not a language,core.sticker,Sticker {0}",
        "ko,core.sticker,스티커 {0}",
        "en,core.location,Location"
    })
    void aSentenceOfTheHostsThatCannotBeUsedIsAFaultOfTheBuild(String language, String key, String pattern) {
        try (Relay relay = new Relay(Map.of(language, Map.of(key, pattern)))) {
            assertThatThrownBy(relay::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("wording(");
        }
    }
}
