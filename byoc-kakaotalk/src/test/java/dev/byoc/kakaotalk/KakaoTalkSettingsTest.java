package dev.byoc.kakaotalk;

import dev.byoc.channel.ChannelProvider;
import dev.byoc.testkit.ChannelSettingsContract;

final class KakaoTalkSettingsTest extends ChannelSettingsContract {
    @Override
    protected ChannelProvider provider() {
        return new KakaoTalkProvider();
    }

    @Override
    protected Object builder() {
        return KakaoTalkSettings.builder();
    }
}
