package dev.byoc.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.channel.config.Setting;
import dev.byoc.channel.config.Settings;
import dev.byoc.channel.config.SettingsReading;
import dev.byoc.internal.account.AccountOptions;
import dev.byoc.internal.account.UserProperties;
import dev.byoc.internal.config.RelayConfig;
import dev.byoc.relay.AccountSettings.AfterResolve;
import dev.byoc.relay.AccountSettings.Fact;
import dev.byoc.relay.AccountSettings.SentFromCode;
import dev.byoc.relay.AccountSettings.UnknownOutcome;
import dev.byoc.relay.AccountSettings.UntypedReplies;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That the typed settings of an account and its settings as texts are the same. */
class AccountSettingsTest {
    /** Of settings that hold several things, each of which is said by a call of its own. */
    private static final Map<String, String> ONE_BY_ONE = Map.of(
            "properties", "property",
            "userProperties", "userProperty",
            "agentAliases", "agentAlias");

    static Stream<Arguments> said() {
        return Stream.of(
                said("topic", "Support", account -> account.topic("Support")),
                said("group", "Night", account -> account.group("Night")),
                said(
                        "properties",
                        "priority=High; cf_source=a=b",
                        account -> account.property("priority", "High").property("cf_source", "a=b")),
                said(
                        "user-properties",
                        "language=cf_language; profile-url=cf_page",
                        account -> account.userProperty(Fact.LANGUAGE, "cf_language")
                                .userProperty(Fact.PROFILE_URL, "cf_page")),
                said("context-property", "cf_campaign", account -> account.contextProperty("cf_campaign")),
                said("conversations", "reuse", account -> account.conversations(AfterResolve.REUSE)),
                said("conversations", "reopen", account -> account.conversations(AfterResolve.REOPEN)),
                said("conversations", "new-after-resolve", account -> account.conversations(AfterResolve.NEW)),
                said(
                        "conversations",
                        "new-after:PT24H",
                        account -> account.conversations(AfterResolve.newAfter(Duration.ofDays(1)))),
                said("unknown-outcome", "ask-agent", account -> account.unknownOutcome(UnknownOutcome.ASK_AGENT)),
                said("unknown-outcome", "resend", account -> account.unknownOutcome(UnknownOutcome.RESEND)),
                said("untyped-replies", "hold", account -> account.untypedReplies(UntypedReplies.HOLD)),
                said("untyped-replies", "send", account -> account.untypedReplies(UntypedReplies.SEND)),
                said("bare-id", "yes", account -> account.bareId(true)),
                said("relay-system", "yes", account -> account.relaySystem(true)),
                said("take-over", "yes", account -> account.takeOver(true)),
                said("take-over", "no", account -> account.takeOver(false)),
                said("end-session-on-resolve", "yes", account -> account.endSessionOnResolve(true)),
                said("keep-receipts", "yes", account -> account.keepReceipts(true)),
                said("note-losses", "yes", account -> account.noteLosses(true)),
                said("contacts-as-vcard", "yes", account -> account.contactsAsVcard(true)),
                said("number-pieces", "yes", account -> account.numberPieces(true)),
                said("agent-names", "yes", account -> account.agentNames(true)),
                said(
                        "agent-aliases",
                        "1f2e3d=Mina; *=Support",
                        account -> account.agentAlias("1f2e3d", "Mina").agentAlias("*", "Support")),
                said("agent-avatars", "yes", account -> account.agentAvatars(true)),
                said("sent-from-code", "note", account -> account.sentFromCode(SentFromCode.NOTE)),
                said("sent-from-code", "off", account -> account.sentFromCode(SentFromCode.OFF)),
                said("sent-from-code", "agent:a:7", account -> account.sentFromCode(SentFromCode.asAgent("a:7"))),
                said("silent-after", "PT8H", account -> account.silentAfter(Duration.ofHours(8))),
                said("customer-language", "ko-KR", account -> account.customerLanguage(Locale.KOREA)),
                said("agent-language", "ko", account -> account.agentLanguage(Locale.KOREAN)),
                said("agent-time-zone", "Asia/Seoul", account -> account.agentTimeZone(ZoneId.of("Asia/Seoul"))),
                said(
                        "path-secret",
                        "new-new-new-new-new,old-old-old-old-old",
                        account -> account.pathSecret("new-new-new-new-new", "old-old-old-old-old")));
    }

    private static Arguments said(String setting, String text, Consumer<AccountSettings> typed) {
        return Arguments.of(setting, text, typed);
    }

    @ParameterizedTest
    @MethodSource("said")
    void whatIsSaidByACallIsWhatTheTextSays(String setting, String text, Consumer<AccountSettings> typed) {
        RelayConfig.Asked asked = asked(typed);

        assertThat(asked.faults()).isEmpty();
        assertThat(asked.settings()).containsOnlyKeys(setting);
        assertThat(valueOf(setting, asked.settings())).isEqualTo(valueOf(setting, Map.of(setting, text)));
        assertThat(optionFaults(asked.settings())).isEmpty();
    }

    @Test
    void everySettingIsAmongTheSaidOnes() {
        assertThat(said().map(each -> (String) each.get()[0]).distinct())
                .containsExactlyInAnyOrderElementsOf(AccountOptions.SPEC.settings().stream()
                        .map(Setting::name)
                        .toList());
    }

    @Test
    void thereIsOneMethodForEachSettingAndNoOther() {
        List<String> methods = AccountOptions.SPEC.settings().stream()
                .map(Setting::name)
                .map(AccountSettingsTest::camelCase)
                .map(name -> ONE_BY_ONE.getOrDefault(name, name))
                .toList();

        assertThat(Arrays.stream(AccountSettings.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(Method::getName)
                        .filter(name -> !List.of("setting", "secret").contains(name)))
                .containsExactlyInAnyOrderElementsOf(methods);
    }

    @Test
    void everyFactHasItsWord() {
        assertThat(Arrays.stream(Fact.values()).map(Enum::name))
                .containsExactlyElementsOf(Arrays.stream(UserProperties.Fact.values())
                        .map(Enum::name)
                        .toList());
    }

    @Test
    void nullIsMissing() {
        RelayConfig.Asked asked = asked(account -> account.topic(null)
                .property("priority", null)
                .userProperty(Fact.COUNTRY, null)
                .conversations(null)
                .unknownOutcome(null)
                .untypedReplies(null)
                .agentAlias("1f", null)
                .sentFromCode(null)
                .silentAfter(null)
                .customerLanguage(null)
                .agentLanguage(null)
                .agentTimeZone(null)
                .pathSecret(null)
                .setting("limit", null));

        assertThat(asked.settings()).isEmpty();
        assertThat(asked.faults()).isEmpty();
    }

    static Stream<Consumer<AccountSettings>> unreadable() {
        return Stream.of(
                account -> account.property("priority", "High; cf_vip=yes"),
                account -> account.property("a;b", "c"),
                account -> account.property("a=b", "c"),
                account -> account.property(" ", "c"),
                account -> account.property(null, "c"),
                account -> account.userProperty(Fact.LANGUAGE, "cf_a; country=cf_b"),
                account -> account.userProperty(null, "cf_a"),
                account -> account.agentAlias("1f", "Mina; *=Nobody"),
                account -> account.agentAlias("1f=Mina; 2e", "Nobody"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void whatATextWouldReadAsSomethingElseIsAFaultAndIsNotSet(Consumer<AccountSettings> typed) {
        RelayConfig.Asked asked = asked(typed);

        assertThat(asked.settings()).isEmpty();
        assertThat(asked.faults())
                .singleElement()
                .asString()
                .endsWith(" takes names without = and ;, and values without ;")
                .doesNotContain("Nobody", "cf_vip");
    }

    static Stream<Consumer<AccountSettings>> twice() {
        return Stream.of(
                account -> account.topic("Support").topic("Sales"),
                account -> account.topic("Support").setting("topic", "Support"),
                account -> account.setting("topic", "Support").topic("Sales"),
                account -> account.takeOver(true).takeOver(false),
                account -> account.property("a", "b").setting("properties", "c=d"),
                account -> account.setting("limit", "1").setting(" limit ", "2"));
    }

    @ParameterizedTest
    @MethodSource("twice")
    void aSettingThatIsSaidTwiceIsAFault(Consumer<AccountSettings> typed) {
        assertThat(asked(typed).faults()).singleElement().asString().endsWith(" is set twice; keep one");
    }

    static Stream<Consumer<AccountSettings>> unset() {
        return Stream.of(
                account -> account.sentFromCode(SentFromCode.asAgent(null)),
                account -> account.conversations(AfterResolve.newAfter(null)));
    }

    @ParameterizedTest
    @MethodSource("unset")
    void aVariableThatIsNotSetIsNoPartOfAValue(Consumer<AccountSettings> typed) {
        assertThat(optionFaults(asked(typed).settings())).hasSize(1);
    }

    @Test
    void aTokenInThePlaceOfANameIsNotShown() {
        String token = "4453b6ac12345678-e02c5f12174805f9";

        assertThat(asked(account -> account.setting(token, "a").setting(token, "b"))
                        .faults())
                .singleElement()
                .asString()
                .doesNotContain("4453b6ac");
    }

    @Test
    void aPreviousPathSecretIsNeverTheCurrentOne() {
        RelayConfig.Asked asked = asked(account -> account.pathSecret(null, "old-old-old-old-old"));

        assertThat(AccountOptions.SPEC.read(asked.settings()).faults())
                .extracting(SettingsReading.Fault::setting)
                .contains("path-secret");
    }

    @Test
    void whatTheHostsCodeThrowsIsThrownToIt() {
        IllegalStateException theirs = new IllegalStateException("the host's own");

        assertThatThrownBy(() -> new RelayBuilder().account("shop", "any", account -> {
                    throw theirs;
                }))
                .isSameAs(theirs);
    }

    private static RelayConfig.Asked asked(Consumer<AccountSettings> typed) {
        RelayConfig config = new RelayConfig();
        AccountSettings settings = new AccountSettings();
        typed.accept(settings);
        settings.ask(config, "shop", "any", null);
        return config.asked.get(0);
    }

    private static Object valueOf(String setting, Map<String, String> values) {
        Settings read = AccountOptions.SPEC.read(values).settings();
        return AccountOptions.SPEC.setting(setting).isSecret() ? read.secrets(setting) : read.text(setting);
    }

    private static List<String> optionFaults(Map<String, String> values) {
        Map<String, String> whole = new HashMap<>(values);
        whole.putIfAbsent("topic", "Support");
        SettingsReading reading = AccountOptions.SPEC.read(whole);
        List<String> faults = new ArrayList<>(reading.sentences());
        AccountOptions.of(reading.settings(), Map.of(), faults);
        return faults;
    }

    private static String camelCase(String name) {
        return Pattern.compile("-([a-z])")
                .matcher(name)
                .replaceAll((MatchResult word) -> word.group(1).toUpperCase(Locale.ROOT));
    }
}
