package dev.byoc.examples.bench.rig;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Channel;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.channel.Descriptor;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Received;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.Verification;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.examples.Engines;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The relay that is measured: one bot of Viber, and a channel that answers at once. */
public final class Subject {
    public static final String VIBER = "viber-main";
    public static final String AT_ONCE = "at-once";

    private Subject() {}

    /**
     * A builder with all but a listener.
     *
     * @param engine as {@link Engines} takes it
     */
    public static RelayBuilder builder(String engine, Far freshchat) {
        return builder(engine, freshchat, anyKey());
    }

    /** The same with a webhook key that was made before: making one takes longer than all else here. */
    public static RelayBuilder builder(String engine, Far freshchat, String webhookKey) {
        RelayBuilder builder = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url() + "/v2")
                        .trustHost("127.0.0.1")
                        .token("a-token")
                        .webhookKey(webhookKey)
                        .build())
                .account(
                        VIBER,
                        "viber",
                        Map.of("auth-token", Customers.TOKEN, "sender-name", "Shop", "topic", FarFreshchat.TOPIC))
                .account(AT_ONCE, new AtOnce(), Map.of("topic", FarFreshchat.TOPIC))
                .publicUrl(URI.create("http://127.0.0.1/byoc"))
                .store(Engines.store(engine))
                .registerWebhooks(false);
        return freshchat.certificate().isEmpty()
                ? builder
                : builder.httpClient(freshchat.client().build());
    }

    public static String anyKey() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(2048);
            return Base64.getEncoder()
                    .encodeToString(keys.generateKeyPair().getPublic().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /** What a webhook costs of which nothing is stored. */
    private static final class AtOnce implements ChannelProvider, Channel {
        @Override
        public Descriptor describe() {
            return new Descriptor(AT_ONCE, "At once", ConfigSpec.none());
        }

        @Override
        public Channel open(ChannelContext context) {
            return this;
        }

        @Override
        public Capabilities capabilities() {
            return Capabilities.text(100, Capabilities.Unit.UTF16);
        }

        @Override
        public Verification verify(WebhookRequest request) {
            return new Verification.Answered(WebhookResponse.ok());
        }

        @Override
        public Received parse(Verification.Verified verified) {
            return new Received(List.of(), WebhookResponse.ok());
        }

        @Override
        public SendResult send(OutboundMessage message) {
            return new SendResult.Accepted(List.of());
        }
    }
}
