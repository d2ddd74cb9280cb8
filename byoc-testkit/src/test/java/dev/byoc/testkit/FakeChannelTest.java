package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.Secret;
import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.HealthProbe;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.MediaAccess;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.Registration;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.Verification;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.channel.config.Settings;
import dev.byoc.http.Http;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.testkit.server.Gate;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FakeChannelTest {
    private static final Instant NOW = Instant.parse("2026-08-01T09:15:03Z");

    private record Context(String account) implements ChannelContext {
        @Override
        public Settings settings() {
            throw new AssertionError("not needed");
        }

        @Override
        public Http http() {
            throw new AssertionError("not needed");
        }

        @Override
        public MediaAccess media() {
            throw new AssertionError("not needed");
        }

        @Override
        public Clock clock() {
            return Clock.fixed(NOW, ZoneOffset.UTC);
        }

        @Override
        public URI webhookUrl() {
            return URI.create("https://byoc.example.com/fake/secret");
        }

        @Override
        public List<Secret> webhookSecrets() {
            return List.of();
        }

        @Override
        public Wording customerWording() {
            return Wording.ENGLISH;
        }

        @Override
        public Wording agentWording() {
            return Wording.ENGLISH;
        }
    }

    private static final class Ailing extends FakeChannel implements HealthProbe {
        Ailing(ChannelContext context) {
            super(context);
        }

        @Override
        public AccountHealth probe() {
            return new AccountHealth.Impaired("take a pill");
        }
    }

    private final FakeChannel channel = new FakeChannel(new Context("acc"));

    private static OutboundMessage message(String... texts) {
        return OutboundMessage.builder(
                        "ines", List.of(texts).stream().map(Content.Text::new).toList(), UUID.randomUUID())
                .build();
    }

    private List<Inbound> events(Json... events) {
        Verification verified = channel.verify(channel.request(FakeChannel.events(events)));
        return channel.parse((Verification.Verified) verified).events();
    }

    @Test
    void readsTheTextOfItsOwnRequests() {
        Verification verified = channel.verify(channel.request(FakeChannel.text("m1", "ines", "Hello")));

        Inbound.MessageReceived event = (Inbound.MessageReceived)
                channel.parse((Verification.Verified) verified).events().get(0);

        assertThat(event.eventId()).isEqualTo("m1");
        assertThat(event.customer().id()).isEqualTo("ines");
        assertThat(event.at()).isEqualTo(NOW);
        assertThat(event.contents()).containsExactly(new Content.Text("Hello"));
    }

    @Test
    void rejectsARequestWithoutItsSecret() {
        byte[] body = FakeChannel.text("m1", "ines", "Hello").bytes();

        assertThat(channel.verify(WebhookRequest.builder().body(body).build()))
                .isInstanceOf(Verification.Rejected.class);
        assertThat(channel.verify(
                        new FakeChannel(new Context("other")).request(FakeChannel.text("m1", "ines", "Hello"))))
                .isInstanceOf(Verification.Rejected.class);
    }

    @Test
    void readsEveryKindOfEventAndMakesABrokenOneUnreadable() {
        assertThat(events(
                        Json.object()
                                .put("kind", "image")
                                .put("customer", "c")
                                .put("url", "https://m.example/a.jpg")
                                .build(),
                        Json.object()
                                .put("kind", "file")
                                .put("customer", "c")
                                .put("url", "https://m.example/a.pdf")
                                .build(),
                        Json.object()
                                .put("kind", "receipt")
                                .put("message", "m")
                                .put("status", "seen")
                                .build(),
                        Json.object().put("kind", "joined").put("customer", "c").build(),
                        Json.object().put("kind", "left").put("customer", "c").build(),
                        Json.object().put("kind", "ended").put("customer", "c").build(),
                        Json.object().put("kind", "ignored").build(),
                        Json.object().put("kind", "broken").build()))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "MessageReceived",
                        "MessageReceived",
                        "Receipt",
                        "CustomerJoined",
                        "CustomerLeft",
                        "SessionEnded",
                        "Ignored",
                        "Unreadable");
    }

    @Test
    void throwsForABodyThatItCannotRead() {
        WebhookRequest request = channel.request(Json.object().build());

        assertThatThrownBy(() -> channel.parse(new Verification.Verified(request)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acceptsWithAnIdForEachPartUnlessScripted() {
        SendResult busy = new SendResult.TryLater(null, false, "busy");
        channel.willAnswer(busy);

        assertThat(channel.send(message("a"))).isEqualTo(busy);
        assertThat(channel.send(message("b", "c"))).isEqualTo(new SendResult.Accepted(List.of("fake-1", "fake-2")));
        assertThat(channel.sentTexts()).containsExactly("a", "b", "c");
    }

    @Test
    void holdsASendAtAGate() {
        Gate gate = new Gate();
        channel.holdNextSend(gate);

        CompletableFuture<SendResult> result = CompletableFuture.supplyAsync(() -> channel.send(message("a")));
        gate.awaitArrival();

        assertThat(channel.awaitSent(1)).hasSize(1);
        assertThat(result).isNotDone();
        gate.open();
        assertThat(result.join()).isInstanceOf(SendResult.Accepted.class);
    }

    @Test
    void showsWhatItIsToldToShow() {
        Capabilities tweets = Capabilities.text(140, Capabilities.Unit.GRAPHEMES);

        assertThat(channel.capabilities(tweets).capabilities()).isSameAs(tweets);
    }

    @Test
    void registersByHandUnlessScripted() {
        WebhookTarget target =
                new WebhookTarget(URI.create("https://byoc.example.com/a/b"), List.of(), false, Wording.ENGLISH);

        assertThat(channel.registerWebhook(target)).isInstanceOf(Registration.ByHand.class);
        channel.willRegister(new Registration.Registered("done"));
        assertThat(channel.registerWebhook(target)).isEqualTo(new Registration.Registered("done"));
        assertThat(channel.registered()).containsExactly(target, target);
    }

    @Test
    void isFoundThroughTheProviderThatOpenedIt() {
        FakeChannelProvider provider = new FakeChannelProvider("ailing", Ailing::new);

        provider.open(new Context("a"));

        assertThat(provider.describe().id()).isEqualTo("ailing");
        assertThat(provider.channel("a")).isInstanceOf(HealthProbe.class);
        assertThatThrownBy(() -> provider.channel("b")).hasMessageContaining("'b'");
    }
}
