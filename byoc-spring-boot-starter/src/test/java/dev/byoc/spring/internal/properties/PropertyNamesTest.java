package dev.byoc.spring.internal.properties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.config.Setting;
import dev.byoc.kakaotalk.KakaoTalkProvider;
import dev.byoc.kakaotalk.KakaoTalkSkillProvider;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.spring.internal.properties.PropertyNames.Known;
import dev.byoc.viber.ViberProvider;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The declared names against those that core and the channels have. */
class PropertyNamesTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)` \\| ([^|]+) \\|", Pattern.MULTILINE);

    /** What of a builder is code and no value, or stands for another property. */
    private static final Set<String> NO_VALUES = Set.of(
            "build",
            "fromEnvironment",
            "fromProperties",
            "clock",
            "random",
            "httpClient",
            "listener",
            "secret",
            "store",
            "failFast",
            "stripsPublicPath");

    private static Map<String, Class<?>> below(String group) {
        Map<String, Class<?>> found = new LinkedHashMap<>();
        for (Known each : PropertyNames.ACCOUNT.all()) {
            if (each.name().startsWith(group)) {
                found.put(each.name().substring(group.length()), each.type());
            }
        }
        return found;
    }

    static Stream<ChannelProvider> channels() {
        return Stream.of(new ViberProvider(), new KakaoTalkProvider(), new KakaoTalkSkillProvider());
    }

    @ParameterizedTest
    @MethodSource("channels")
    void eachSettingOfAChannelIsAPropertyOfItsKind(ChannelProvider channel) {
        Map<String, Class<?>> expected = new LinkedHashMap<>();
        for (Setting setting : channel.describe().config().settings()) {
            expected.put(
                    setting.name(),
                    switch (setting.kind()) {
                        case FLAG -> Boolean.class;
                        case NUMBER -> Integer.class;
                        default -> String.class;
                    });
        }

        assertThat(below(channel.describe().id() + ".")).isEqualTo(expected);
    }

    /** The table is held by a test of core. */
    @Test
    void eachOptionOfAnAccountIsAPropertyOfItsKind() throws Exception {
        String page = Files.readString(Path.of("../docs/reference/settings.md"));
        String table = page.substring(page.indexOf("## Of an account"), page.indexOf("## Of the relay"));
        Map<String, Class<?>> expected = new LinkedHashMap<>();
        ROW.matcher(table)
                .results()
                .forEach(row ->
                        expected.put(row.group(1), row.group(2).equals("no or yes") ? Boolean.class : String.class));

        Map<String, Class<?>> found = below("");
        found.keySet().removeIf(name -> name.contains(".") || name.equals("channel"));
        assertThat(found).containsExactlyInAnyOrderEntriesOf(expected).hasSizeGreaterThan(20);
    }

    @Test
    void eachValueOfABuilderIsAProperty() {
        Set<String> names = StreamSupport.stream(PropertyNames.TOP.all().spliterator(), false)
                .map(each -> PropertyNames.letters(each.name().split("\\.", -1)[0]))
                .collect(Collectors.toCollection(TreeSet::new));
        names.addAll(Set.of("account", "wording", "freshchatpathsecret", "trustedproxy", "allowinternalhost"));
        List<String> missing = new ArrayList<>();
        for (Method method : RelayBuilder.class.getDeclaredMethods()) {
            String name = method.getName();
            if (Modifier.isPublic(method.getModifiers())
                    && !NO_VALUES.contains(name)
                    && !names.contains(PropertyNames.letters(name))) {
                missing.add(name);
            }
        }

        assertThat(missing).isEmpty();
    }
}
