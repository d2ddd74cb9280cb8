package dev.byoc.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.app.Installation;
import dev.byoc.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed requests, to a relay that runs. */
class SignCommandTest {
    private Installation app;

    @TempDir
    Path folder;

    @BeforeEach
    void install() throws IOException {
        app = new Installation(
                folder,
                "accounts.talk: {channel: kakaotalk-skill, topic: Talk, bot-id: bot, header-secret: not-a-real-secret-of-theirs}");
        app.freshchat.addTopic("Talk");
    }

    @AfterEach
    void close() {
        app.close();
    }

    @Test
    void aSignedSampleIsRelayedAsACustomersMessage() throws Exception {
        app.serve();

        assertThat(app.ask("sign", "--account", "shop", "--send", "--yes")).isZero();
        assertThat(app.out()).contains("shop answers 200");
        assertThat(app.freshchat.awaitPosted(1).get(0).text()).isEqualTo("This is a test.");
    }

    @Test
    void theCommandForCurlHasTheSignatureAndNotTheToken() throws Exception {
        app.serve();

        assertThat(app.ask("sign", "--account", "shop")).isZero();
        assertThat(app.out())
                .containsPattern("curl -X POST .*-H 'x-viber-content-signature: [0-9a-f]{64}' --data-binary '\\{.*}'")
                .contains(" 'http://127.0.0.1:" + app.port + "/byoc/shop/")
                .doesNotContain(app.viber.token());
        assertThat(app.freshchat.posted()).isEmpty();
    }

    @Test
    void aFileIsSignedAsItIs() throws Exception {
        app.serve();
        Path body = Files.writeString(folder.resolve("it's.json"), "{\"event\":\"unknown\"}");

        assertThat(app.ask("sign", "--account", "shop", body.toString())).isZero();
        assertThat(app.out()).contains("--data-binary '@" + folder + "/it'\\''s.json'");
        assertThat(app.ask("sign", "--account", "shop", body.toString(), "--send", "--yes", "--json"))
                .isZero();
        Json told = app.json();
        assertThat(told.get("status").numberOr(0)).isEqualTo(200);
        assertThat(told.get("body").textOr("")).isEqualTo("{\"event\":\"unknown\"}");
    }

    @Test
    void aChannelThatSignsNothingIsNamedAsSuch() {
        assertThat(app.ask("sign", "--account", "talk")).isEqualTo(2);
        assertThat(app.err()).contains("no request to talk can be signed");
    }

    @Test
    void anAccountThatThereIsNotIsAFault() {
        assertThat(app.ask("sign", "--account", "shpo")).isEqualTo(2);
        assertThat(app.err()).contains("there is no account shpo");
    }

    @Test
    void withoutARelayThereIsNoAddress() {
        assertThat(app.ask("sign", "--account", "shop")).isEqualTo(3);
    }

    @Test
    void anAnswerWithoutTheAddressIsExplained() throws Exception {
        app.answersInItsPlace("{}");

        assertThat(app.ask("sign", "--account", "shop", "--send", "--yes")).isEqualTo(2);
        assertThat(app.err()).contains("what answers at byoc.admin.port names no address of shop");
    }
}
