package dev.byoc.spring;

import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.util.Map;

/** Engines that are not started, so that nothing is called. */
public final class Engines {
    /** A key in one line, as a property holds it. */
    public static final String KEY = key();

    private Engines() {}

    public static RelayEngine idle() {
        return builder().build();
    }

    public static RelayBuilder builder() {
        return new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url("https://example.freshchat.com")
                        .token("a-token")
                        .webhookKey(KEY))
                .account("shop", new FakeChannelProvider(), Map.of("topic", "Support"))
                .publicUrl("https://chat.example.com/byoc");
    }

    private static String key() {
        try (FakeFreshchat freshchat = new FakeFreshchat()) {
            return freshchat.publicKeyPem().replaceAll("-----[^-]*-----|\\s", "");
        }
    }
}
