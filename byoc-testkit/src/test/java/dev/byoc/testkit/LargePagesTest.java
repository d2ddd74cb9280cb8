package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.freshchat.MessagePage;
import dev.byoc.http.HttpOutcome;
import dev.byoc.internal.http.OkHttp;
import dev.byoc.json.Json;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.wording.Wording;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of messages that is larger than what is read of an answer. */
class LargePagesTest {
    private static final int MESSAGES = 60;
    private static final String TOO_LARGE = "x".repeat(4_300_000);

    private final FakeFreshchat freshchat = FakeFreshchat.withUsualKey();
    private FreshchatClient client;
    private String conversation;

    @BeforeEach
    void make() {
        FreshchatSettings settings = FreshchatSettings.builder()
                .url(freshchat.url().toString())
                .token(freshchat.token())
                .webhookKey(freshchat.publicKeyPem())
                .trustHost(freshchat.url().getHost())
                .build();
        client = new FreshchatClient(settings, new OkHttp(Clock.systemUTC()));
        String user = freshchat.addUser(Json.object().put("first_name", "Anna").build());
        conversation = freshchat.addConversation(user, freshchat.addTopic("Support"));
    }

    @AfterEach
    void close() {
        freshchat.close();
    }

    private List<String> told(int... large) {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            int number = i;
            boolean isLarge = Arrays.stream(large).anyMatch(each -> each == number);
            freshchat.agent().says(conversation, isLarge ? TOO_LARGE : "answer " + i);
            if (!isLarge) {
                told.add("answer " + i);
            }
        }
        return told;
    }

    private record Pages(List<String> oldestFirst, int unread, int pages) {}

    private Pages read() {
        List<String> all = new ArrayList<>();
        int unread = 0;
        int pages = 0;
        String link = null;
        do {
            MessagePage page = client.messages(conversation, link);
            page.messages().stream().map(LargePagesTest::text).forEach(all::add);
            unread += page.unread().size();
            pages++;
            link = page.older();
        } while (link != null);
        Collections.reverse(all);
        return new Pages(all, unread, pages);
    }

    private static @Nullable String text(FreshchatMessage message) {
        return message.contents().get(0).plainText(Wording.ENGLISH);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 34, 35, 36, 58, 59})
    void whatStandsAroundAMessageThatIsTooLargeIsReadOnce(int large) {
        List<String> others = told(large);

        Pages read = read();

        assertThat(read.oldestFirst()).isEqualTo(others);
        assertThat(read.unread()).isEqualTo(1);
        assertThat(read.pages()).isEqualTo(2);
    }

    @Test
    void ofSeveralInARowEachIsLeftOut() {
        List<String> others = told(9, 10, 11, 12, 13, 59);

        Pages read = read();

        assertThat(read.oldestFirst()).isEqualTo(others);
        assertThat(read.unread()).isEqualTo(6);
    }

    @Test
    void aPageThatIsTooLargeAsAWholeAloneLosesNothing() {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            told.add("x".repeat(900_000 + i));
            freshchat.agent().says(conversation, told.get(i));
        }

        Pages read = read();

        assertThat(read.oldestFirst()).isEqualTo(told);
        assertThat(read.unread()).isZero();
    }

    @Test
    void whereItStandsIsToldByTheNewerOnes() {
        told(57);

        assertThat(client.messages(conversation, null).unread()).containsExactly(2);
    }

    @Test
    void anotherLookUpThatIsTooLargeSaysSo() {
        freshchat.addGroup("1", TOO_LARGE);

        assertThat(catchThrowableOfType(FreshchatException.class, () -> client.groups())
                        .outcome())
                .isEqualTo(HttpOutcome.TOO_LARGE);
    }

    /** No such link of Freshchat's is known; parts of it could only be guessed, and might be the same ones again and again. */
    @ParameterizedTest
    @ValueSource(strings = {"cursor=abc", "page=2", "items_per_page=50"})
    void pageWhoseAddressDoesNotSayWhereItBeginsIsToldAsUnreadAndNotAskedForAgain(String query) throws IOException {
        try (MockWebServer server = new MockWebServer()) {
            server.enqueue(new MockResponse.Builder()
                    .body("{\"messages\":[],\"link\":{\"href\":\"/v2/conversations/1/messages?" + query + "\"}}")
                    .build());
            server.enqueue(new MockResponse.Builder().body(TOO_LARGE).build());
            server.start();
            FreshchatClient other = new FreshchatClient(
                    FreshchatSettings.builder()
                            .url(server.url("/v2").toString())
                            .token(freshchat.token())
                            .webhookKey(freshchat.publicKeyPem())
                            .trustHost(server.getHostName())
                            .build(),
                    new OkHttp(Clock.systemUTC()));

            MessagePage page = other.messages("1", other.messages("1", null).older());

            assertThat(page.unread()).containsExactly(0);
            assertThat(page.older()).isNull();
            assertThat(server.getRequestCount()).isEqualTo(2);
        }
    }
}
