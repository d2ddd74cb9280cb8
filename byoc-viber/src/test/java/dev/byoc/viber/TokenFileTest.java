package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.testkit.viber.ViberCustomer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A setting names the file of the bot's token, which is replaced while the relay runs. */
class TokenFileTest {
    @TempDir
    Path folder;

    private RelayFixture fixture;

    @BeforeEach
    void open() {
        Path file = folder.resolve("token");
        fixture = RelayFixture.with()
                .setting("auth-token", "")
                .setting("auth-token-file", file.toString())
                .before(made -> write(file, made.viber.token()))
                .open();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static void write(Path file, String token) {
        try {
            Files.writeString(file, token + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anAnswerIsSentWithTheTokenThatTheFileHoldsOnceTheOldOneIsRefused() {
        ViberCustomer ines = fixture.viber.customer("qF3x7Zk+Lw2/Vr9TbHs0Aw==", "Ines");
        assertThat(ines.says("Hello")).isEqualTo(200);
        String conversation = fixture.conversationOf("Hello");
        write(folder.resolve("token"), fixture.viber.newToken());

        fixture.freshchat.agent().says(conversation, "Good morning");

        fixture.time().passUntil(() -> ines.receivedTexts().contains("Good morning"));
        assertThat(ines.receivedTexts()).containsExactly("Good morning");
        assertThat(fixture.relay.deadLetters()).isEmpty();
    }
}
