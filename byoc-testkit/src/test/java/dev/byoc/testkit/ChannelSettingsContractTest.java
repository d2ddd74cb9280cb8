package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.config.ChannelSettings;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.channel.config.SettingValues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Typed settings of every kind pass, and each slip in them is found. */
class ChannelSettingsContractTest extends ChannelSettingsContract {
    private static final ConfigSpec SPEC = ConfigSpec.none()
            .text("sender-name", "a name")
            .optional("media-hosts", "", "hosts")
            .url("base-url", "", "an address")
            .secret("api-key", "a key")
            .secrets("auth-token", "a token")
            .optionalPhrase("auth-header", "a header")
            .flag("show-agent-name", "a flag")
            .number("caption-limit", 512, "a limit")
            .number("patience", 4, "seconds")
            .choice("mode", List.of("ask-agent", "resend"), "a mode");

    @Override
    protected ChannelProvider provider() {
        return new FakeChannelProvider("sample", FakeChannel::new, SPEC);
    }

    @Override
    protected Object builder() {
        return new SampleBuilder();
    }

    public enum Mode {
        ASK_AGENT,
        RESEND
    }

    public record Sample(String channel, Map<String, String> values) implements ChannelSettings {
        @Override
        public String toString() {
            return "Sample" + values.keySet();
        }
    }

    /** As it should be. */
    public static class SampleBuilder {
        final SettingValues values = new SettingValues();

        public SampleBuilder senderName(String value) {
            values.text("sender-name", value);
            return this;
        }

        public SampleBuilder mediaHosts(String... hosts) {
            values.list("media-hosts", hosts);
            return this;
        }

        public SampleBuilder baseUrl(String value) {
            values.text("base-url", value);
            return this;
        }

        public SampleBuilder apiKey(String value) {
            values.text("api-key", value);
            return this;
        }

        public SampleBuilder authToken(String current, String... previous) {
            values.secrets("auth-token", current, previous);
            return this;
        }

        public SampleBuilder authHeader(String value) {
            values.text("auth-header", value);
            return this;
        }

        public SampleBuilder showAgentName(boolean value) {
            values.flag("show-agent-name", value);
            return this;
        }

        public SampleBuilder captionLimit(int value) {
            values.number("caption-limit", value);
            return this;
        }

        public SampleBuilder patience(Duration value) {
            values.seconds("patience", value);
            return this;
        }

        public SampleBuilder mode(Mode value) {
            values.choice("mode", value);
            return this;
        }

        public ChannelSettings build() {
            return new Sample("sample", values.toMap());
        }
    }

    /** The same spec, and a builder with a slip. */
    private static ChannelSettingsContract with(ConfigSpec spec, Object builder) {
        return new ChannelSettingsContract() {
            @Override
            protected ChannelProvider provider() {
                return new FakeChannelProvider("sample", FakeChannel::new, spec);
            }

            @Override
            protected Object builder() {
                return builder;
            }
        };
    }

    @Test
    void aSettingWithoutAMethodIsFound() {
        assertThatThrownBy(with(SPEC.flag("loud", "a flag"), new SampleBuilder())::hasOneMethodForEachSettingAndNoOther)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("loud");
    }

    public static final class OneName {
        private final SettingValues values = new SettingValues();

        public OneName senderName(String value) {
            values.text("name", value);
            return this;
        }

        public ChannelSettings build() {
            return new Sample("another", values.toMap());
        }
    }

    @Test
    void aMethodWithoutASettingIsFound() {
        assertThatThrownBy(with(ConfigSpec.none(), new OneName())::hasOneMethodForEachSettingAndNoOther)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("senderName");
    }

    @Test
    void anotherNameThanTheSettingsIsFound() {
        ConfigSpec spec = ConfigSpec.none().text("sender-name", "a name");

        assertThatThrownBy(with(spec, new OneName())::eachMethodSetsItsSettingAsTheSpecReadsIt)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("sender-name");
    }

    @Test
    void anotherChannelIsFound() {
        assertThatThrownBy(with(SPEC, new OneName())::isOfTheProvidersChannel).isInstanceOf(AssertionError.class);
    }

    public static final class Modes {
        private final SettingValues values = new SettingValues();

        public Modes mode(Mode value) {
            values.choice("mode", value);
            return this;
        }

        public ChannelSettings build() {
            return new Loud("sample", values.toMap());
        }
    }

    public record Loud(String channel, Map<String, String> values) implements ChannelSettings {}

    @Test
    void anEnumThatLacksAWordIsFound() {
        ConfigSpec spec = ConfigSpec.none().choice("mode", List.of("ask-agent", "resend", "drop"), "a mode");

        assertThatThrownBy(with(spec, new Modes())::eachMethodSetsItsSettingAsTheSpecReadsIt)
                .isInstanceOf(AssertionError.class);
    }

    public static final class Names {
        private final SettingValues values = new SettingValues();

        public Names senderName(String value) {
            values.text("sender-name", value);
            return this;
        }

        public ChannelSettings build() {
            return new Loud("sample", values.toMap());
        }
    }

    @Test
    void aValueThatIsShownIsFound() {
        ConfigSpec spec = ConfigSpec.none().text("sender-name", "a name");

        assertThatThrownBy(with(spec, new Names())::showsNoValue).isInstanceOf(AssertionError.class);
    }
}
