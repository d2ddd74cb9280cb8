package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.viber.ViberCustomer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A redirect carries neither keys nor words to another server, and is no success. */
final class RedirectTest {
    private final MockWebServer elsewhere = new MockWebServer();
    private final RelayFixture fixture = new RelayFixture();
    private final ViberCustomer anna = fixture.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");

    @BeforeEach
    void start() throws IOException {
        elsewhere.start();
        elsewhere.enqueue(
                new MockResponse.Builder().body("{\"status\":0,\"id\":\"1\"}").build());
    }

    @AfterEach
    void close() {
        fixture.close();
        elsewhere.close();
    }

    private Fault redirect(int status) {
        return Fault.answer(status).header("Location", elsewhere.url("/stolen").toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void freshchatsRedirectIsAnAlarmAndNotFollowed(int status) {
        fixture.freshchat.faults().always("*", redirect(status));

        anna.says("hello");
        fixture.await(() -> !fixture.relay.health().ok());
        String trouble = fixture.relay.health().parts().get(0).trouble();
        fixture.freshchat.faults().clear();
        fixture.time()
                .passUntil(Duration.ofMinutes(1), () -> fixture.relay.health().open() == 0);

        assertThat(asked(elsewhere)).isEmpty();
        assertThat(trouble).contains(String.valueOf(status)).contains("url");
        assertThat(fixture.posted()).containsExactly("hello");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void vibersRedirectIsAFailureThatNamesTheSettingAndIsNotFollowed(int status) {
        anna.says("hello");
        String conversation = fixture.freshchat.awaitPosted(1).get(0).conversationId();
        fixture.viber.faults().next("POST /send_message", redirect(status));

        fixture.freshchat.agent().says(conversation, "lost words");
        fixture.await(() -> fixture.notes().size() == 1);

        assertThat(asked(elsewhere)).isEmpty();
        assertThat(anna.received()).isEmpty();
        assertThat(fixture.relay.deadLetters())
                .singleElement()
                .satisfies(letter ->
                        assertThat(letter.reason()).contains("base-url").contains(String.valueOf(status)));
        assertThat(fixture.notes().get(0)).contains("“lost words”").doesNotContain(String.valueOf(status), "base-url");
    }

    /**
     * A line for each request that the redirect has led to. The machine may give the port of a server that has ended: what others still ask
     * of that one is not looked at.
     */
    private static List<String> asked(MockWebServer server) {
        List<String> lines = new ArrayList<>();
        try {
            for (RecordedRequest next = server.takeRequest(0, TimeUnit.SECONDS);
                    next != null;
                    next = server.takeRequest(0, TimeUnit.SECONDS)) {
                if (next.getRequestLine().contains("/stolen")) {
                    lines.add(next.getRequestLine() + " " + next.getHeaders().names());
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return lines;
    }
}
