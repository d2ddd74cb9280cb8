package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.Received;
import dev.byoc.channel.Verification;
import dev.byoc.event.Loss;
import dev.byoc.event.RelayEvent;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes known of several files of one message that cannot be had. */
class FileLossReportsTest {
    private final MediaHost host = new MediaHost();
    private final EngineFixture fixture =
            new EngineFixture(Map.of(), Together::new, builder -> builder.allowInternalHost(MediaHost.HOST));

    @AfterEach
    void close() {
        fixture.close();
        host.close();
    }

    @Test
    void eachOfTwoFilesOfACustomerThatAreGoneAtDifferentAttemptsIsTold() {
        String gone = answers("/one.png", 404);
        String later = answers("/two.png", 503, 404);

        fixture.post(FakeChannel.events(picture("m1", gone), picture("m2", later)));
        fixture.whileTimePasses(() -> fixture.freshchat.awaitPosted(1));
        fixture.relay.close();

        assertThat(host.asked("/one.png")).isOne();
        assertThat(host.asked("/two.png")).isEqualTo(2);
        assertThat(losses())
                .hasSize(2)
                .allSatisfy(loss -> assertThat(loss.reason()).isEqualTo(Loss.Reason.NO_FILE));
    }

    @Test
    void eachOfTwoFilesOfACustomerThatAreGoneAtOneAttemptIsTold() {
        fixture.post(
                FakeChannel.events(picture("m1", answers("/one.png", 404)), picture("m2", answers("/two.png", 404))));
        fixture.freshchat.awaitPosted(1);
        fixture.relay.close();

        assertThat(losses()).hasSize(2);
    }

    @Test
    void eachOfTwoFilesOfAnAnswerThatAreGoneIsTold() {
        fixture.channel.capabilities(Capabilities.text(1000, Unit.UTF16).media(Content.Image.class, Long.MAX_VALUE, 0));
        String conversation = fixture.customerWrites("anna", "1", "Hello");

        fixture.freshchat
                .agent()
                .sends(
                        conversation,
                        Json.of(List.of(image(answers("/one.png", 404)), image(answers("/two.png", 404)))));
        fixture.channel.awaitSent(1);
        fixture.relay.close();

        assertThat(losses())
                .hasSize(2)
                .allSatisfy(loss -> assertThat(loss.reason()).isEqualTo(Loss.Reason.NO_FILE));
    }

    /** An address that answers those, one after the other, the last of them again and again. */
    private String answers(String path, Integer... statuses) {
        Iterator<Integer> next = List.of(statuses).iterator();
        int last = statuses[statuses.length - 1];
        return host.serves(
                path,
                () -> new MockResponse.Builder()
                        .code(next.hasNext() ? next.next() : last)
                        .build());
    }

    private static Json picture(String id, String url) {
        return Json.object()
                .put("kind", "image")
                .put("id", id)
                .put("customer", "ines")
                .put("url", url)
                .build();
    }

    private static Json image(String url) {
        return Json.object().put("image", Json.object().put("url", url)).build();
    }

    private List<Loss> losses() {
        return fixture.events.stream()
                .filter(RelayEvent.Degraded.class::isInstance)
                .map(event -> ((RelayEvent.Degraded) event).loss())
                .toList();
    }

    /** One whose events are one message of several contents. */
    private static final class Together extends FakeChannel {
        Together(ChannelContext context) {
            super(context);
        }

        @Override
        public Received parse(Verification.Verified verified) {
            List<Inbound.MessageReceived> events = super.parse(verified).events().stream()
                    .map(Inbound.MessageReceived.class::cast)
                    .toList();
            Inbound.MessageReceived first = events.get(0);
            List<Content> contents =
                    events.stream().flatMap(event -> event.contents().stream()).toList();
            return Received.of(Inbound.MessageReceived.builder(first.eventId(), first.customer(), first.at())
                    .contents(contents)
                    .build());
        }
    }
}
