package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.freshchat.StoredMessage;
import dev.byoc.testkit.server.Fault;
import dev.byoc.testkit.server.Gate;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process dies after Freshchat has taken a message with a line in a file's place, and before it knows of that. */
class FilesAfterACrashTest {
    private static final String POST = "POST /conversations/{id}/messages";
    private static final String CREATE = "POST /conversations";

    @TempDir
    Path folder;

    private RestartingRelay relay;

    @BeforeEach
    void make() {
        relay = new RestartingRelay(folder);
        relay.with(builder -> builder.allowInternalHost("127.0.0.1")).start();
    }

    @AfterEach
    void close() {
        relay.close();
    }

    private void diesWhileAPictureIsPosted(String call, String kind) {
        Gate dies = new Gate();
        relay.freshchat.faults().next(call, Fault.answerHeldAt(dies));
        relay.customerPosts(
                "shop",
                FakeChannel.events(Json.object()
                        .put("kind", kind)
                        .put("id", "2")
                        .put("customer", "anna")
                        .put("url", relay.freshchat.url() + "/none")
                        .put("caption", "My door")
                        .build()));
        dies.awaitArrival();
        relay.kill();
        dies.open();
        relay.start();
        relay.time().passUntil(() -> relay.engine().health().open() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "file", "video", "audio", "sticker"})
    void messageWhoseFileWasMissingIsNotPostedAgain(String kind) {
        relay.customerWrites("anna", "1", "Hello");

        diesWhileAPictureIsPosted(POST, kind);

        assertThat(relay.freshchat.posted()).extracting(StoredMessage::text).hasSize(2);
    }

    @Test
    void conversationThatBeganWithAMissingFileIsNotMadeAgain() {
        diesWhileAPictureIsPosted(CREATE, "image");

        assertThat(relay.freshchat.conversations()).hasSize(1);
        assertThat(relay.freshchat.posted()).hasSize(1);
    }
}
