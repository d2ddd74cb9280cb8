package dev.byoc.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.config.Setting;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.policy.MediaLimits;
import dev.byoc.policy.RetryPolicy;
import dev.byoc.relay.RelayBuilder;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That texts can say what the builders can. */
class RelaySpecTest {
    private static final Set<String> REQUIRED =
            Set.of("public-url", "freshchat-url", "freshchat-token", "freshchat-webhook-key");

    /** Options that take objects, and those that have groups of names. */
    private static final Set<String> NO_TEXT = Set.of(
            "store",
            "clock",
            "random",
            "listener",
            "http-client",
            "secret",
            "account",
            "wording",
            "freshchat",
            "retry",
            "media",
            "catch-up");

    /** Options that are not called as their settings. */
    private static final Map<String, String> OTHERS = Map.of(
            "trusted-proxy", "trusted-proxies",
            "allow-internal-host", "allow-internal-hosts");

    @Test
    void thePageOfSettingsListsEveryNameAsItIs() throws IOException {
        String table = RelaySpec.SPEC.settings().stream()
                .map(RelaySpecTest::row)
                .collect(Collectors.joining("\n", "|---|---|---|---|---|\n", "\n\n"));

        assertThat(Files.readString(Path.of("../docs/reference/settings.md"))).contains(table);
    }

    @Test
    void everyOptionOfTheRelayThatIsATextHasASetting() {
        assertThat(names().filter(name -> RelaySpec.group(name).isEmpty() || name.equals("freshchat-path-secret")))
                .containsExactlyInAnyOrderElementsOf(options(RelayBuilder.class)
                        .filter(name -> !NO_TEXT.contains(name))
                        .map(name -> OTHERS.getOrDefault(name, name))
                        .toList());
    }

    @Test
    void everyOptionOfTheFreshchatAccountHasASetting() {
        assertThat(names().filter(name -> RelaySpec.group(name).equals("freshchat")))
                .filteredOn(name -> !name.equals("freshchat-path-secret"))
                .containsExactlyInAnyOrderElementsOf(options(FreshchatSettings.Builder.class)
                        .filter(name -> !name.equals("token-from"))
                        .map(name -> "freshchat-" + name)
                        .toList());
    }

    @Test
    void everyValueOfThePoliciesHasASetting() {
        assertThat(names().filter(name -> List.of("retry", "media", "catch-up").contains(RelaySpec.group(name))))
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                values("retry-", RetryPolicy.class.getRecordComponents()),
                                values("catch-up-", CatchUpPolicy.class.getRecordComponents()),
                                options(MediaLimits.class).map(name -> "media-" + name))
                        .flatMap(each -> each)
                        .toList());
    }

    @Test
    void theDefaultsAreThoseOfTheBuilder() {
        Properties properties = new Properties();
        RelaySpec.SPEC.settings().stream()
                .filter(setting -> !setting.otherwise().isEmpty())
                .forEach(setting -> properties.put("byoc." + RelaySpec.dotted(setting.name()), setting.otherwise()));

        RelayConfig said = TextReader.properties(properties);

        RelayConfig unsaid = new RelayConfig();
        assertThat(said.faults).isEmpty();
        assertThat(said)
                .usingRecursiveComparison()
                .comparingOnlyFields(
                        "plainHttp",
                        "stripped",
                        "oldSecretsFor",
                        "sendMargin",
                        "probeEvery",
                        "installOnStart",
                        "failFast",
                        "drain",
                        "retry",
                        "media",
                        "catchUp")
                .isEqualTo(unsaid);
    }

    private static Stream<String> names() {
        return RelaySpec.SPEC.settings().stream().map(Setting::name);
    }

    /** What can be said to a builder, or changed of a policy. */
    private static Stream<String> options(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getReturnType() == type)
                .map(Method::getName)
                .map(RelaySpecTest::words)
                .distinct();
    }

    private static Stream<String> values(String group, RecordComponent[] components) {
        return Arrays.stream(components).map(each -> group + words(each.getName()));
    }

    private static String words(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String row(Setting setting) {
        String dotted = RelaySpec.dotted(setting.name());
        String otherwise = REQUIRED.contains(setting.name())
                ? "required"
                : setting.otherwise().isEmpty() ? "none" : "`" + setting.otherwise() + "`";
        String kind = setting.choices().isEmpty()
                ? setting.kind().name().toLowerCase(Locale.ROOT)
                : String.join(" or ", setting.choices());
        return "| `" + NameStyle.PROPERTY.of(dotted) + "` | `" + NameStyle.VARIABLE.of(dotted) + "` | " + kind + " | "
                + otherwise + " | " + setting.what() + " |";
    }
}
