package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.config.ChannelSettings;
import dev.byoc.channel.config.SettingsReading;
import dev.byoc.testkit.ChannelSettingsContract;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KakaoTalkSkillSettingsTest extends ChannelSettingsContract {
    @Override
    protected ChannelProvider provider() {
        return new KakaoTalkSkillProvider();
    }

    @Override
    protected Object builder() {
        return KakaoTalkSkillSettings.builder();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.9S", "PT1.5S", "PT-0.5S", "P4000000D"})
    void aPatienceThatIsNoWholeNumberOfSecondsIsAFaultAndNotRounded(String patience) {
        ChannelSettings settings = KakaoTalkSkillSettings.builder()
                .patience(Duration.parse(patience))
                .build();

        assertThat(provider().describe().config().read(settings.values()).faults())
                .extracting(SettingsReading.Fault::setting)
                .contains("patience");
    }
}
