package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.HealthProbe;
import dev.byoc.channel.Registration;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.event.Health.Status;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.FakeChannelProvider;
import dev.byoc.testkit.PublicFront;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay knows after a restart which webhooks are its own. */
class RegistrationAfterRestartTest {
    @TempDir
    Path folder;

    private final AtomicReference<FileRelay> running = new AtomicReference<>();
    private final PublicFront front =
            new PublicFront(() -> running.get() == null ? null : running.get().relay());

    @AfterEach
    void close() {
        front.close();
    }

    /** Its webhooks are where the test says; a registration puts that right where it may. */
    private static final class Messenger extends FakeChannel implements HealthProbe {
        private volatile AccountHealth health = new AccountHealth.Healthy(false);

        Messenger(ChannelContext context) {
            super(context);
        }

        @Override
        public AccountHealth probe() {
            return health;
        }

        @Override
        public synchronized Registration registerWebhook(WebhookTarget target) {
            if (health instanceof AccountHealth.WebhookElsewhere elsewhere && !target.mayReplace(elsewhere.current())) {
                return new Registration.Occupied(elsewhere.current());
            }
            health = new AccountHealth.Healthy(true);
            return new Registration.Registered("set");
        }
    }

    private FileRelay start(Consumer<RelayBuilder> more) {
        FileRelay relay = new FileRelay(
                folder.resolve("relay.db"),
                Messenger::new,
                builder -> more.accept(builder.registerWebhooks(false)
                        .probeEvery(Duration.ZERO)
                        .publicUrl(front.url())));
        running.set(relay);
        return relay;
    }

    private static void webhooksGoTo(String address, FileRelay relay) {
        ((Messenger) relay.channel()).health = new AccountHealth.WebhookElsewhere(address);
        relay.relay().probe();
    }

    @Test
    void webhookThatTheHostHasTakenBackIsNoCauseAfterARestartEither() {
        try (FileRelay before = start(builder -> {})) {
            before.relay().install();
            before.relay().uninstall();
        }

        try (FileRelay after = start(builder -> {})) {
            webhooksGoTo("", after);

            assertThat(after.part("shop").status()).isEqualTo(Status.UP);
        }
    }

    /** A relay on the same store, under the public address of before, or beside this one. */
    @Test
    void webhookAtAnAddressThatWasOursNeedsNoTakeOver() {
        String old;
        try (FileRelay before = start(builder -> builder.publicUrl(URI.create("https://old.example.com")))) {
            before.relay().install();
            old = before.relay().webhookUrl("shop").toString();
        }

        try (FileRelay after = start(builder -> {})) {
            webhooksGoTo(old, after);
            assertThat(after.part("shop").status()).isEqualTo(Status.DOWN);
            assertThat(after.part("shop").trouble()).contains("old.example.com");
            assertThat(after.part("shop").remedy())
                    .contains("relay.install(\"shop\")")
                    .doesNotContain("take-over");

            assertThat(after.relay().install("shop")).isInstanceOf(Registration.Registered.class);
            assertThat(after.part("shop").status()).isEqualTo(Status.UP);
        }
    }

    @Test
    void anAddressThatWasRegisteredBeforeIsOnlyDegradedWhileTheMessengerDoesNotAnswer() {
        Path file = folder.resolve("relay.db");
        new FileRelay(file, FakeChannel::new, with(new Registration.Registered("ok"))).close();

        try (FileRelay again = new FileRelay(file, FakeChannel::new, with(new Registration.Failed(true, "timeout")))) {
            // The scope is the fake's host, and its port is no part of it.
            assertThat(again.part("bad").status()).isEqualTo(Status.DEGRADED);
        }
    }

    /** A second account, whose messenger answers each registration so. */
    private static Consumer<RelayBuilder> with(Registration answer) {
        FakeChannelProvider provider =
                new FakeChannelProvider("bad", context -> new FakeChannel(context).willRegister(answer));
        return builder -> builder.publicUrl(URI.create("https://chat.example.com/byoc"))
                .account("bad", provider, Map.of("topic", FileRelay.TOPIC));
    }
}
