package dev.byoc.spring.internal.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class PropertyReaderTest {
    private static final String SHOP = "byoc.accounts.shop.viber.auth-token";

    private static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /** Files behind the variables, as in an application. */
    private static GivenProperties read(Map<String, Object> variables, Map<String, Object> file) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove("systemProperties");
        environment
                .getPropertySources()
                .replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables));
        environment.getPropertySources().addLast(new MapPropertySource("application.yaml", file));
        return PropertyReader.read(environment);
    }

    private static GivenProperties read(Object... file) {
        return read(Map.of(), map(file));
    }

    private static List<String> sentences(GivenProperties given) {
        return given.faults().stream().map(Fault::sentence).toList();
    }

    @Test
    void aVariableTakesThePlaceOfAPropertyInWhateverSpelling() {
        for (String variable : List.of("BYOC_FRESHCHAT_WEBHOOKKEY", "BYOC_FRESHCHAT_WEBHOOK_KEY")) {
            GivenProperties given =
                    read(Map.of(variable, "from-variable"), map("byoc.freshchat.webhook-key", "from-file"));

            assertThat(given.list("freshchat.webhook-key")).containsExactly("from-variable");
            assertThat(given.faults()).isEmpty();
        }
    }

    @Test
    void aVariableTakesThePlaceOfASettingOfTheOneAccountThatFits() {
        for (String id : List.of("shop", "my-shop", "a-b-c")) {
            String letters = id.replace("-", "").toUpperCase(java.util.Locale.ROOT);
            String steps = id.replace("-", "_").toUpperCase(java.util.Locale.ROOT);
            for (String variable : List.of(
                    "BYOC_ACCOUNTS_" + letters + "_VIBER_AUTHTOKEN", "BYOC_ACCOUNTS_" + steps + "_VIBER_AUTH_TOKEN")) {
                GivenProperties given = read(
                        Map.of(variable, "from-variable"),
                        map("byoc.accounts." + id + ".viber.authToken", "from-file"));

                assertThat(given.accounts()).as(variable).containsExactly(id);
                assertThat(given.below(id, "viber.")).containsExactly(Map.entry("auth-token", "from-variable"));
                assertThat(given.faults()).isEmpty();
            }
        }
    }

    @Test
    void aVariableMakesNoSecondAccountOfAnIdInOtherLetters() {
        GivenProperties given = read(
                Map.of("BYOC_ACCOUNTS_SHOP_VIBER_AUTHTOKEN", "x"), map("byoc.accounts.Shop.viber.auth-token", "y"));

        assertThat(given.accounts()).containsExactly("Shop");
    }

    @Test
    void variablesAloneMakeAnAccount() {
        GivenProperties given =
                read(map("BYOC_ACCOUNTS_SHOP_VIBER_AUTHTOKEN", "x", "BYOC_ACCOUNTS_SHOP_SETTINGS_APP_KEY", "y"), map());

        assertThat(given.below("shop", ""))
                .containsExactlyInAnyOrderEntriesOf(Map.of("viber.auth-token", "x", "settings.app-key", "y"));
    }

    @Test
    void aVariableOfSeveralStepsThatFitsNoAccountIsAFault() {
        GivenProperties given = read(Map.of("BYOC_ACCOUNTS_MY_SHOP_TOPIC", "x"), map());

        assertThat(sentences(given))
                .singleElement()
                .asString()
                .startsWith("BYOC_ACCOUNTS_MY_SHOP_TOPIC fits no account");
    }

    @Test
    void twoAccountsThatDifferInSpellingAloneAreAFault() {
        for (String twin : List.of("Shop", "s-hop", "sho_p")) {
            GivenProperties given = read(SHOP, "x", "byoc.accounts." + twin + ".viber.auth-token", "y");

            assertThat(sentences(given))
                    .as(twin)
                    .singleElement()
                    .asString()
                    .contains("byoc.accounts.shop", "byoc.accounts." + twin, "spelling alone");
        }
    }

    @Test
    void aSettingInTwoSpellingsInOnePlaceIsAFault() {
        GivenProperties given = read(SHOP, "x", "byoc.accounts.shop.viber.authToken", "y");

        assertThat(sentences(given)).singleElement().asString().startsWith(SHOP + " is given twice in one place");
    }

    @Test
    void aVariableInTwoSpellingsIsAFault() {
        GivenProperties given = read(map("BYOC_FRESHCHAT_WEBHOOKKEY", "x", "BYOC_FRESHCHAT_WEBHOOK_KEY", "y"), map());

        assertThat(sentences(given)).singleElement().asString().contains("is given twice");
    }

    @Test
    void whatStandsFirstCounts() {
        GivenProperties given = read(Map.of("BYOC_PUBLIC_URL", "https://one"), map("byoc.publicUrl", "https://two"));

        assertThat(given.text("public-url")).isEqualTo("https://one");
    }

    @Test
    void aPlaceholderThatIsNotSetIsAFaultAndNoToken() {
        GivenProperties given = read(SHOP, "${SOME_TOKEN}", "byoc.freshchat.token", "a${OTHER}b");

        assertThat(sentences(given))
                .containsExactly(
                        SHOP
                                + " holds a ${...} that stands for nothing: set what it names, such as an environment variable",
                        "byoc.freshchat.token holds a ${...} that stands for nothing: set what it names, such as an"
                                + " environment variable");
        assertThat(given.text("freshchat.token")).isEmpty();
        assertThat(given.below("shop", "")).isEmpty();
    }

    @Test
    void aPlaceholderThatIsOverriddenIsNoFault() {
        GivenProperties given = read(Map.of("BYOC_ACCOUNTS_SHOP_VIBER_AUTHTOKEN", "x"), map(SHOP, "${SOME_TOKEN}"));

        assertThat(given.faults()).isEmpty();
        assertThat(given.below("shop", "viber.")).containsValue("x");
    }

    @Test
    void aPlaceholderStandsForWhatItNames() {
        GivenProperties given =
                read(Map.of("SOME_TOKEN", "x"), map(SHOP, "${SOME_TOKEN}", "byoc.freshchat.token", "${NONE:y}"));

        assertThat(given.below("shop", "viber.")).containsEntry("auth-token", "x");
        assertThat(given.text("freshchat.token")).isEqualTo("y");
    }

    @Test
    void placeholdersThatNameEachOtherAreAFaultWithoutTheirValues() {
        GivenProperties given = read(SHOP, "secret-${a}", "a", "${b}", "b", "${a}");

        assertThat(sentences(given))
                .singleElement()
                .asString()
                .startsWith(SHOP + " holds")
                .doesNotContain("secret-");
    }

    @Test
    void aNameThatThereIsNotIsAFault() {
        GivenProperties given =
                read("byoc.freshchat.tokn", "x", "byoc.accounts.shop.topik", "y", "byoc.accounts.shop", "z");

        assertThat(sentences(given))
                .extracting(each -> each.substring(0, each.indexOf(' ')))
                .containsExactly("byoc.freshchat.tokn", "byoc.accounts.shop.topik", "byoc.accounts.shop");
    }

    @Test
    void anEmptyGroupIsNoFault() {
        assertThat(read("byoc.retry", "", "byoc.accounts.shop.viber", "", "byoc.accounts", "")
                        .faults())
                .isEmpty();
    }

    @Test
    void variablesThatKubernetesSetsAreNoFaultsAndNamed() {
        GivenProperties given = read(
                map("BYOC_PORT", "tcp://10.0.0.1:80", "BYOC_SERVICE_HOST", "10.0.0.1", "BYOC_PORT_80_TCP", "x"), map());

        assertThat(given.faults()).isEmpty();
        assertThat(given.strangers()).containsExactly("BYOC_PORT", "BYOC_PORT_80_TCP", "BYOC_SERVICE_HOST");
    }

    @Test
    void aListIsGivenByCommasOrOneByOne() {
        assertThat(read("byoc.trusted-proxies", "192.0.2.7, 192.0.2.8").list("trusted-proxies"))
                .containsExactly("192.0.2.7", "192.0.2.8");
        assertThat(read("byoc.trusted-proxies[1]", "b", "byoc.trusted-proxies[0]", "a")
                        .list("trusted-proxies"))
                .containsExactly("a", "b");
        assertThat(read(
                                map("BYOC_TRUSTEDPROXIES_0", "c"),
                                map("byoc.trusted-proxies[0]", "a", "byoc.trusted-proxies[1]", "b"))
                        .list("trusted-proxies"))
                .containsExactly("c");
    }

    @Test
    void anIdMayStandInBrackets() {
        assertThat(read("byoc.accounts[shop].topic", "x").below("shop", "")).containsEntry("topic", "x");
    }

    @Test
    void valuesAreNotShown() {
        GivenProperties given = read(SHOP, "planted");

        assertThat(given.toString()).contains(SHOP).doesNotContain("planted");
        assertThat(new Given("name", "planted").toString()).doesNotContain("planted");
    }
}
