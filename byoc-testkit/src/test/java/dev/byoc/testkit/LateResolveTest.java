package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.ChannelContext;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SessionCloser;
import dev.byoc.json.Json;
import dev.byoc.message.ReplyHandle;
import dev.byoc.testkit.server.JsonEdits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A resolve ends the session that there was, and not one that the customer has begun since. */
class LateResolveTest {
    private static final class Closing extends FakeChannel implements SessionCloser {
        private final List<String> ended = new CopyOnWriteArrayList<>();

        Closing(ChannelContext context) {
            super(context);
        }

        @Override
        public SendResult endSession(String to, ReplyHandle handle) {
            ended.add(handle.value());
            return new SendResult.Accepted(List.of());
        }
    }

    private final EngineFixture fixture =
            new EngineFixture(Map.of("end-session-on-resolve", "yes"), Closing::new, builder -> {});
    private final Closing channel = (Closing) fixture.channel;

    @AfterEach
    void close() {
        fixture.close();
    }

    private void annaWrites(String id, String session) {
        fixture.post(FakeChannel.events(Json.object()
                .put("kind", "text")
                .put("id", id)
                .put("customer", "anna")
                .put("text", "message " + id)
                .put("handle", session)
                .build()));
        fixture.awaitRelayed(id);
    }

    @Test
    void resolveThatHadToWaitDoesNotEndTheSessionThatBeganMeanwhile() {
        annaWrites("1", "session-1");
        String conversation = fixture.freshchat.posted().get(0).conversationId();
        channel.willAnswer(new SendResult.TryLater(Duration.ofMinutes(5), false, "busy"));
        fixture.freshchat.agent().says(conversation, "bye");
        channel.awaitSent(1);
        fixture.freshchat.agent().resolves(conversation);

        annaWrites("2", "session-2");
        fixture.whileTimePasses(Duration.ofSeconds(30), () -> channel.awaitSent(2));
        fixture.awaitIdle();

        assertThat(channel.ended).doesNotContain("session-2");
    }

    /** The resolve that was told, as it is told again. */
    private void resolveComesAgain(Map<String, Object> how) {
        byte[] told = fixture.freshchat
                .webhooks()
                .deliveries("conversation_resolution")
                .get(0)
                .body();
        fixture.freshchat.sends(
                "conversation_resolution", JsonEdits.with(Json.parse(told), how).bytes());
        fixture.awaitIdle();
    }

    private String annaIsResolvedAndWritesAgain() {
        annaWrites("1", "session-1");
        String conversation = fixture.freshchat.posted().get(0).conversationId();
        fixture.freshchat.agent().resolves(conversation);
        fixture.awaitIdle();
        fixture.clock.advance(Duration.ofMinutes(1));
        annaWrites("2", "session-2");
        fixture.awaitIdle();
        return conversation;
    }

    @Test
    void resolveThatIsDeliveredAgainWithAnotherTimeDoesNotEndTheSessionThatBeganMeanwhile() {
        annaIsResolvedAndWritesAgain();

        resolveComesAgain(
                Map.of("action_time", fixture.clock.instant().plusSeconds(31).toString()));

        assertThat(channel.ended).containsExactly("session-1");
    }

    /** No interaction tells then that it is the same one. */
    @Test
    void olderResolveThatComesLateDoesNotEndTheSessionThatBeganMeanwhile() {
        String conversation = annaIsResolvedAndWritesAgain();

        resolveComesAgain(Map.of(
                "action_time",
                fixture.clock.instant().minusSeconds(30).toString(),
                "data",
                Json.object()
                        .put(
                                "resolve",
                                Json.object()
                                        .put("conversation_id", conversation)
                                        .build())
                        .build()));

        assertThat(channel.ended).containsExactly("session-1");
    }

    @Test
    void resolveOfBeforeTheLastMessageThatComesLateDoesNotEndItsSession() {
        String conversation = annaIsResolvedAndWritesAgain();
        fixture.clock.advance(Duration.ofMinutes(1));
        annaWrites("3", "session-3");
        fixture.awaitIdle();

        resolveComesAgain(Map.of(
                "action_time",
                fixture.clock.instant().minusSeconds(30).toString(),
                "data",
                Json.object()
                        .put(
                                "resolve",
                                Json.object()
                                        .put("conversation_id", conversation)
                                        .build())
                        .build()));

        assertThat(channel.ended).containsExactly("session-1");
    }

    @Test
    void nextResolveEndsTheSessionThatBeganMeanwhile() {
        String conversation = annaIsResolvedAndWritesAgain();

        fixture.freshchat.agent().resolves(conversation);
        fixture.awaitIdle();

        assertThat(channel.ended).containsExactly("session-1", "session-2");
    }
}
