package dev.byoc.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.message.Customer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserPropertiesTest {
    private static final Customer ANNA = Customer.builder("anna")
            .name("Anna")
            .language("uk")
            .country("UA")
            .username("anna_1")
            .profileUrl("https://messenger.example/anna_1")
            .source("campaign 7")
            .build();

    private static UserProperties read(String text) {
        List<String> faults = new ArrayList<>();
        UserProperties properties = UserProperties.of(text, faults);
        assertThat(faults).isEmpty();
        return properties;
    }

    private static List<String> faultsOf(String text) {
        List<String> faults = new ArrayList<>();
        UserProperties.of(text, faults);
        return faults;
    }

    @Test
    void nothingIsToldUnlessItIsSet() {
        assertThat(read("").of(ANNA)).isEmpty();
    }

    @Test
    void eachFactIsToldAsTheSetProperty() {
        assertThat(
                        read("language=cf_language; country = cf_country;username=cf_name ; Profile-URL=Page; source=Came from;")
                                .of(ANNA))
                .isEqualTo(Map.of(
                        "cf_language", "uk",
                        "cf_country", "UA",
                        "cf_name", "anna_1",
                        "Page", "https://messenger.example/anna_1",
                        "Came from", "campaign 7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u200B\u2060", "\n"})
    void whatShowsNothingIsNotTold(String nothing) {
        Customer customer =
                ANNA.toBuilder().language(nothing).profileUrl(nothing).build();

        assertThat(read("language=cf_language; profile-url=cf_page").of(customer))
                .isEmpty();
    }

    @Test
    void whatTheMessengerDoesNotTellIsNotTold() {
        assertThat(read("language=cf_language; source=cf_source").of(Customer.of("anna")))
                .isEmpty();
    }

    @Test
    void aTextIsToldAsOneLineOfAtMost255CharactersWithoutHalfAnEmoji() {
        Customer customer = ANNA.toBuilder()
                .username("\u200B an\nna ")
                .source("x".repeat(254) + "\uD83D\uDE00")
                .build();

        assertThat(read("username=cf_name; source=cf_source").of(customer))
                .isEqualTo(Map.of("cf_name", "an na", "cf_source", "x".repeat(254)));
    }

    @ParameterizedTest
    @CsvSource({
        "www.messenger.example/anna, https://www.messenger.example/anna",
        "https://messenger.example/안나, https://messenger.example/%EC%95%88%EB%82%98"
    })
    void anAddressIsToldAsOneThatCanBeOpened(String told, String address) {
        Customer customer = ANNA.toBuilder().profileUrl(told).build();

        assertThat(read("profile-url=cf_page").of(customer)).isEqualTo(Map.of("cf_page", address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "anna", "ftp://messenger.example/anna", "https://"})
    void whatIsNoAddressIsNotTold(String told) {
        Customer customer = ANNA.toBuilder().profileUrl(told).build();

        assertThat(read("profile-url=cf_page").of(customer)).isEmpty();
    }

    @Test
    void aTooLongAddressIsNotToldAsItsHeadWouldLeadElsewhere() {
        Customer customer = ANNA.toBuilder()
                .profileUrl("https://messenger.example/" + "a".repeat(255))
                .build();

        assertThat(read("profile-url=cf_page").of(customer)).isEmpty();
    }

    @Test
    void anUnknownFactIsAFaultThatNamesThoseThereAre() {
        assertThat(faultsOf("langauge=cf_language"))
                .containsExactly("'user-properties' knows no such fact; there are: language, country, username,"
                        + " profile-url, source");
    }

    @ParameterizedTest
    @ValueSource(strings = {"language=", "language=\u200B", "language=cf_language, country=cf_country", "language=a=b"})
    void aMissingOrOddNameOfAPropertyIsAFault(String text) {
        assertThat(faultsOf(text)).singleElement().asString().startsWith("'user-properties' needs a property's name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"language=email", "source=Reference_ID", "username=first_name"})
    void aFieldOfFreshchatsIsNoProperty(String text) {
        assertThat(faultsOf(text)).singleElement().asString().contains("names a field of Freshchat's users");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "language=cf_a; language=cf_b",
                "language=cf_a; Language=cf_b",
                "language=cf_a; country=cf_a",
                "language=cf_a; country=CF_A"
            })
    void oneThingTwiceIsAFault(String text) {
        assertThat(faultsOf(text)).containsExactly("'user-properties' names one thing twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"language", "=cf_language", "language: cf_language"})
    void whatIsNoPairIsAFaultThatDoesNotQuoteIt(String text) {
        assertThat(faultsOf(text)).containsExactly("'user-properties' must be name=value pairs with ; between them");
    }
}
