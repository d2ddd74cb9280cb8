package dev.byoc.examples.bench.rig;

import dev.byoc.examples.Engines;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.relay.RelayBuilder;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** The relay that is measured: one bot of Viber. */
public final class Subject {
    public static final String VIBER = "viber-main";

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
}
