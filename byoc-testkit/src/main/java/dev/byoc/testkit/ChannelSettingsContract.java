package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Secret;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.config.ChannelSettings;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.channel.config.Setting;
import dev.byoc.channel.config.Setting.Kind;
import dev.byoc.channel.config.Settings;
import dev.byoc.channel.config.SettingsReading;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * That a channel's typed settings and its {@link ConfigSpec} are the same settings: let a test extend it where a channel has a builder of {@link
 * ChannelSettings}. For each setting of the spec the builder has one method, called as the setting in camel case, and no others beside
 * {@code build()}. Its parameters are of these types:
 *
 * <table>
 * <caption>Types by kind</caption>
 * <tr><td>text</td><td>{@code String}, or {@code String...} where the text is a list with commas</td></tr>
 * <tr><td>address, secret, phrase</td><td>{@code String}</td></tr>
 * <tr><td>secrets</td><td>{@code String current, String... previous}</td></tr>
 * <tr><td>yes or no</td><td>{@code boolean}</td></tr>
 * <tr><td>number</td><td>{@code int}, or {@link Duration} where it is seconds</td></tr>
 * <tr><td>choice</td><td>an enum with a constant for each word, in the same order</td></tr>
 * </table>
 */
public abstract class ChannelSettingsContract {
    private static final Pattern WORD_BEGINS = Pattern.compile("-([a-z0-9])");
    private static final int SAMPLE_NUMBER = 3;

    /**
     * A call of a method.
     *
     * @param expected what {@link Settings} gives then
     */
    private record Call(Object[] arguments, Object expected) {}

    /** The provider of the channel. */
    protected abstract ChannelProvider provider();

    /** A builder of the channel's typed settings that was told nothing yet. */
    protected abstract Object builder();

    @Test
    protected void isOfTheProvidersChannel() {
        assertThat(built(builder()).channel()).isEqualTo(provider().describe().id());
    }

    @Test
    protected void hasOneMethodForEachSettingAndNoOther() {
        assertThat(methods())
                .extracting(Method::getName)
                .containsExactlyInAnyOrderElementsOf(settings().stream()
                        .map(setting -> camelCase(setting.name()))
                        .toList());
    }

    @Test
    protected void setsNothingByItself() {
        assertThat(built(builder()).values()).isEmpty();
    }

    @Test
    protected void eachMethodSetsItsSettingAsTheSpecReadsIt() {
        for (Setting setting : settings()) {
            for (Call call : calls(setting)) {
                ChannelSettings built = built(told(builder(), setting, call.arguments()));

                assertThat(built.values()).as(setting.name()).containsOnlyKeys(setting.name());
                SettingsReading reading = spec().read(built.values());
                assertThat(reading.faults())
                        .as(setting.name())
                        .extracting(SettingsReading.Fault::setting)
                        .doesNotContain(setting.name(), "");
                assertThat(valueIn(reading.settings(), setting))
                        .as(setting.name())
                        .isEqualTo(call.expected());
            }
        }
    }

    @Test
    protected void takesAVariableThatIsNotSetForAMissingOne() {
        for (Setting setting : settings()) {
            Method method = method(setting);
            if (method.getParameterTypes()[0].isPrimitive()) {
                continue;
            }
            Object builder = told(builder(), setting, calls(setting).get(0).arguments());

            assertThat(built(told(builder, setting, nothing(method))).values())
                    .as(setting.name())
                    .isEmpty();
        }
    }

    @Test
    protected void takesNoPreviousSecretForTheCurrentOne() {
        for (Setting setting : settings()) {
            if (setting.kind() == Kind.SECRETS) {
                Map<String, String> values = built(told(builder(), setting, null, new String[] {"old-secret-0123"}))
                        .values();

                assertThat(spec().read(values).faults())
                        .extracting(SettingsReading.Fault::setting)
                        .contains(setting.name());
            }
        }
    }

    @Test
    protected void showsNoValue() {
        Object builder = builder();
        List<String> texts = new ArrayList<>();
        for (Setting setting : settings()) {
            Object[] arguments = calls(setting).get(0).arguments();
            told(builder, setting, arguments);
            texts.addAll(textsIn(arguments));
        }

        assertThat(texts).isNotEmpty();
        assertThat(built(builder).toString() + builder).doesNotContain(texts);
    }

    private ConfigSpec spec() {
        return provider().describe().config();
    }

    private List<Setting> settings() {
        return spec().settings();
    }

    private static String camelCase(String name) {
        return WORD_BEGINS
                .matcher(name)
                .replaceAll((MatchResult word) -> word.group(1).toUpperCase(Locale.ROOT));
    }

    private List<Method> methods() {
        return Arrays.stream(builder().getClass().getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method ->
                        !List.of("build", "toString", "equals", "hashCode").contains(method.getName()))
                .toList();
    }

    private Method method(Setting setting) {
        return methods().stream()
                .filter(method -> method.getName().equals(camelCase(setting.name())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no method for '" + setting.name() + "'"));
    }

    private Object told(Object builder, Setting setting, @Nullable Object... arguments) {
        return called(method(setting), builder, arguments);
    }

    private static ChannelSettings built(Object builder) {
        try {
            return (ChannelSettings) called(builder.getClass().getMethod("build"), builder);
        } catch (NoSuchMethodException e) {
            throw new AssertionError("the builder has no build()", e);
        }
    }

    private static Object called(Method method, Object on, @Nullable Object... arguments) {
        try {
            return Objects.requireNonNull(method.invoke(on, arguments));
        } catch (IllegalAccessException | InvocationTargetException | IllegalArgumentException e) {
            throw new AssertionError(method.getName() + " cannot be called as the table says", e);
        }
    }

    /** At least one; all of a flag and of a choice. */
    private List<Call> calls(Setting setting) {
        Class<?>[] types = method(setting).getParameterTypes();
        Class<?> type = types[0];
        return switch (setting.kind()) {
            case TEXT ->
                type == String[].class
                        ? List.of(call("one.sample.example, two.sample.example", (Object)
                                new String[] {"one.sample.example", "two.sample.example"}))
                        : List.of(call("a sample text", "a sample text"));
            case URL -> List.of(call("https://sample.example/path", "https://sample.example/path"));
            case SECRET -> List.of(call(secrets("sample-secret"), "sample-secret"));
            case PHRASE -> List.of(call(secrets("sample words, and more"), "sample words, and more"));
            case SECRETS ->
                List.of(
                        call(secrets("sample-secret"), "sample-secret", new String[0]),
                        call(secrets("sample-new", "sample-old", "sample-older"), "sample-new", new @Nullable String[] {
                            "sample-old", null, "sample-older"
                        }));
            case FLAG -> List.of(call("yes", true), call("no", false));
            case NUMBER ->
                List.of(call(
                        String.valueOf(SAMPLE_NUMBER),
                        type == Duration.class ? Duration.ofSeconds(SAMPLE_NUMBER) : SAMPLE_NUMBER));
            case CHOICE -> choices(setting, type);
        };
    }

    private static List<Call> choices(Setting setting, Class<?> type) {
        Object[] constants = type.getEnumConstants();
        assertThat(constants).as("an enum for '%s'", setting.name()).hasSameSizeAs(setting.choices());
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < constants.length; i++) {
            calls.add(call(setting.choices().get(i), constants[i]));
        }
        return calls;
    }

    private static Call call(Object expected, Object... arguments) {
        return new Call(arguments, expected);
    }

    private static List<Secret> secrets(String... values) {
        return Arrays.stream(values).map(Secret::of).toList();
    }

    private static Object valueIn(Settings settings, Setting setting) {
        return setting.isSecret() ? settings.secrets(setting.name()) : settings.text(setting.name());
    }

    /** Null for each parameter; several that are null where there may be several. */
    private static @Nullable Object[] nothing(Method method) {
        @Nullable Object[] nothing = new Object[method.getParameterCount()];
        if (method.isVarArgs()) {
            nothing[nothing.length - 1] = new @Nullable String[] {null, null};
        }
        return nothing;
    }

    private static List<String> textsIn(Object[] arguments) {
        List<String> texts = new ArrayList<>();
        for (Object argument : arguments) {
            if (argument instanceof String text) {
                texts.add(text);
            } else if (argument instanceof String[] several) {
                texts.addAll(List.of(several));
            }
        }
        return texts;
    }
}
