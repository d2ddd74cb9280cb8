package dev.byoc.viber;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.viber.ViberCustomer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The Freshchat account that the case samples were made for: its ids and its webhook key, so that their exact bytes and signatures can
 * be delivered. What is posted to it is answered and not kept.
 */
final class SampleAccount implements AutoCloseable {
    final RelayFixture fixture;
    final ViberCustomer minji;

    SampleAccount() {
        this.fixture = RelayFixture.with()
                .freshchat(settings ->
                        settings.webhookKey(new String(Cases.bytes("bc17-key-spki.txt"), StandardCharsets.US_ASCII)))
                .before(SampleAccount::knowsTheSamples)
                .open();
        this.minji = fixture.viber.customer(RelayFixture.MINJI, "Minji");
        minji.says("first words, so that there is a conversation");
        fixture.freshchat.awaitCalls("POST /conversations", 1);
        fixture.await(() -> fixture.relay.health().open() == 0);
    }

    private static void knowsTheSamples(RelayFixture fixture) {
        Json channel = Json.of(Map.of("id", Cases.CHANNEL, "name", "Support", "enabled", true));
        Json message = Json.of(Map.of("id", "5f0c1c7e-0000-4000-8000-000000009999"));
        fixture.freshchat
                .faults()
                .always("GET /channels", Fault.answer(200, Json.of(Map.of("channels", List.of(channel)))))
                .always("POST /users", Fault.answer(200, Json.of(Map.of("id", Cases.USER))))
                .always(
                        "POST /conversations",
                        Fault.answer(
                                200,
                                Json.of(Map.of(
                                        "conversation_id",
                                        Cases.CONVERSATION,
                                        "channel_id",
                                        Cases.CHANNEL,
                                        "messages",
                                        List.of(message)))))
                .always("POST /conversations/{id}/messages", Fault.answer(200, message));
    }

    URI webhook() {
        return fixture.relay.freshchatWebhookUrl();
    }

    /** Delivers a sample, its exact bytes with the signature that the manifest gives; gives the status. */
    int delivers(String file, String... headers) {
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 1, headers.length);
        all[0] = signatureOf(file);
        return RawHttp.post(webhook(), Cases.bytes(file), all);
    }

    static String signatureOf(String file) {
        return "X-Freshchat-Signature: " + Cases.header(file, "X-Freshchat-Signature");
    }

    @Override
    public void close() {
        fixture.close();
    }
}
