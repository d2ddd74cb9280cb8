package dev.byoc.viber;

import dev.byoc.channel.ChannelProvider;
import dev.byoc.testkit.ChannelSettingsContract;

final class ViberSettingsTest extends ChannelSettingsContract {
    @Override
    protected ChannelProvider provider() {
        return new ViberProvider();
    }

    @Override
    protected Object builder() {
        return ViberSettings.builder();
    }
}
