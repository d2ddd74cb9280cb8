package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Secret;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.jdbc.JdbcStore;
import dev.byoc.testkit.CapturedLogs;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.viber.ViberCustomer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and secrets of webhooks that are replaced, with the old ones until their end. */
class RotationTest {
    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    Path folder;

    private final FakeChannelProvider fake = new FakeChannelProvider();

    private RelayFixture durable() {
        return RelayFixture.with()
                .store(clock -> JdbcStore.embedded(folder.resolve("relay.db")))
                .relay(relay -> relay.account("fake-main", fake, Map.of("topic", "Support")))
                .open();
    }

    private static int get(URI url) {
        return RawHttp.post(url, new byte[0], "Content-Type: text/plain");
    }

    private static ViberCustomer ines(RelayFixture fixture) {
        return fixture.viber.customer("qF3x7Zk+Lw2/Vr9TbHs0Aw==", "Ines");
    }

    @Test
    void theOldAddressOfAnAccountIsTakenUntilItsEndAndTheNewOneIsRegistered() {
        try (RelayFixture fixture = durable()) {
            URI old = fixture.viberWebhook();

            fixture.relay.rotateSecrets("viber-main", WEEK);

            assertThat(fixture.viberWebhook()).isNotEqualTo(old);
            assertThat(ines(fixture).says("At the old address")).isEqualTo(200);
            fixture.relay.install();
            assertThat(fixture.viber.webhook()).isEqualTo(fixture.viberWebhook());
            assertThat(ines(fixture).says("At the new one")).isEqualTo(200);
            assertThat(get(old)).isEqualTo(401);
            fixture.clock.advance(WEEK);
            assertThat(get(old)).isEqualTo(404);
            assertThat(ines(fixture).says("Still there")).isEqualTo(200);
        }
    }

    @Test
    void freshchatsAddressIsReplacedInTheSameWay() {
        try (RelayFixture fixture = durable()) {
            URI old = fixture.relay.freshchatWebhookUrl();

            fixture.relay.rotateSecrets("freshchat", WEEK);

            URI next = fixture.relay.freshchatWebhookUrl();
            assertThat(next).isNotEqualTo(old);
            assertThat(get(old)).isEqualTo(200);
            assertThat(get(next)).isEqualTo(200);
            fixture.clock.advance(WEEK);
            assertThat(get(old)).isEqualTo(404);
            assertThat(get(next)).isEqualTo(200);
        }
    }

    @Test
    void otherAccountsKeepTheirs() {
        try (RelayFixture fixture = durable()) {
            URI others = fixture.relay.webhookUrl("fake-main");

            fixture.relay.rotateSecrets("viber-main", WEEK);

            assertThat(fixture.relay.webhookUrl("fake-main")).isEqualTo(others);
        }
    }

    @Test
    void oldOnesCanEndAtOnce() {
        try (RelayFixture fixture = durable()) {
            URI old = fixture.viberWebhook();

            fixture.relay.rotateSecrets("viber-main", Duration.ZERO);

            assertThat(get(old)).isEqualTo(404);
        }
    }

    @Test
    void whatWasReplacedLastsAsLongAfterARestart() {
        try (RelayFixture fixture = durable()) {
            URI first = fixture.viberWebhook();
            fixture.relay.rotateSecrets("viber-main", WEEK);
            URI second = fixture.viberWebhook();
            fixture.clock.advance(Duration.ofDays(1));
            fixture.relay.rotateSecrets("viber-main", WEEK);
            URI third = fixture.viberWebhook();

            fixture.restart();

            assertThat(fixture.viberWebhook()).isEqualTo(third);
            assertThat(List.of(get(first), get(second), get(third))).containsExactly(401, 401, 401);
            fixture.clock.advance(Duration.ofDays(6));
            assertThat(List.of(get(first), get(second), get(third))).containsExactly(404, 401, 401);
        }
    }

    @Test
    void webhookSecretsAreNewestFirstForTheChannelThatIsOpen() {
        try (RelayFixture fixture = durable()) {
            FakeChannel channel = fake.channel("fake-main");
            List<Secret> before = channel.context().webhookSecrets();
            URI address = channel.context().webhookUrl();

            fixture.relay.rotateSecrets("fake-main", WEEK);

            List<Secret> after = channel.context().webhookSecrets();
            assertThat(after).hasSize(2).endsWith(before.get(0));
            assertThat(after.get(0)).isNotEqualTo(before.get(0));
            assertThat(channel.context().webhookUrl())
                    .isNotEqualTo(address)
                    .isEqualTo(fixture.relay.webhookUrl("fake-main"));
            fixture.clock.advance(WEEK);
            assertThat(channel.context().webhookSecrets()).containsExactly(after.get(0));
        }
    }

    @Test
    void whichAddressWasUsedIsToldAndNoSecretIs() {
        try (RelayFixture fixture = durable();
                CapturedLogs logs = CapturedLogs.start()) {
            fixture.relay.rotateSecrets("viber-main", WEEK);
            ines(fixture).says("At the old address");
            fixture.relay.install();
            ines(fixture).says("At the new one");

            assertThat(logs.text())
                    .contains("viber-main: webhooks come with path secret 2 of 2", "path secret 1 of 2")
                    .doesNotContain(fixture.viberWebhook().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"viber", "", "freshchat-app", "store"})
    void whatIsNoAccountHasNoSecrets(String name) {
        try (RelayFixture fixture = durable()) {
            assertThatThrownBy(() -> fixture.relay.rotateSecrets(name, WEEK))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aStoreThatForgetsKeepsNoNewSecrets() {
        try (RelayFixture fixture = RelayFixture.with().open()) {
            URI old = fixture.viberWebhook();

            assertThatThrownBy(() -> fixture.relay.rotateSecrets("viber-main", WEEK))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not durable");
            assertThat(fixture.viberWebhook()).isEqualTo(old);
        }
    }

    @Test
    void aSetPathSecretIsReplacedByNamingTheNewOneFirst() {
        try (RelayFixture fixture = RelayFixture.with()
                .setting("path-secret", "the-new-secret-0123, the-old-secret-0123")
                .relay(relay ->
                        relay.freshchatPathSecret("freshchats-new-secret").freshchatPathSecret("freshchats-old-secret"))
                .open()) {
            assertThat(fixture.viberWebhook()).asString().endsWith("/the-new-secret-0123");
            assertThat(get(sibling(fixture.viberWebhook(), "the-old-secret-0123")))
                    .isEqualTo(401);
            assertThat(get(sibling(fixture.viberWebhook(), "the-odd-secret-0123")))
                    .isEqualTo(404);
            URI freshchats = fixture.relay.freshchatWebhookUrl();
            assertThat(freshchats).asString().endsWith("/freshchats-new-secret");
            assertThat(get(sibling(freshchats, "freshchats-old-secret"))).isEqualTo(200);
        }
    }

    private static URI sibling(URI address, String last) {
        return address.resolve(last);
    }

    @Test
    void aWebhookThatTheSecondKeyHasSignedIsTakenAndToldToBe() {
        AtomicReference<RelayFixture> made = new AtomicReference<>();
        try (FakeFreshchat next = new FakeFreshchat()) {
            next.newKey();
            try (RelayFixture fixture = RelayFixture.with()
                            .before(made::set)
                            .relay(relay -> relay.freshchat(settings(made.get())
                                    .webhookKey(next.publicKeyPem())
                                    .webhookKey(made.get().freshchat.publicKeyPem())))
                            .open();
                    CapturedLogs logs = CapturedLogs.start()) {
                ines(fixture).says("Hello");
                String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();

                fixture.freshchat.agent().says(conversation, "Good morning");

                ines(fixture).awaitReceived(1);
                assertThat(logs.text()).contains("freshchat: webhooks come with webhook key 2 of 2");
            }
        }
    }

    private static FreshchatSettings.Builder settings(RelayFixture fixture) {
        return FreshchatSettings.builder()
                .url(fixture.freshchat.url().toString())
                .trustHost(fixture.freshchat.url().getHost())
                .token(fixture.freshchat.token());
    }
}
