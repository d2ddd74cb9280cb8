package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.channel.SendResult.Refused;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.testkit.FakeChannel;
import dev.byoc.testkit.server.Gate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts that were tried in another form when a process died. */
class PartsAfterACrashTest {
    private static final Capabilities CAN = Capabilities.text(1000, Unit.UTF16)
            .safeToResend()
            .media(Content.Image.class, Long.MAX_VALUE, 0)
            .partsPerSend(3);

    @TempDir
    Path folder;

    /** The file is copied in the middle of the call, as it lies there when a process dies. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void partsThatWereUnderWayWhenTheProcessDiedAreSentAgainAsTheyWereUnderTheirKey(int part) throws IOException {
        Path file = folder.resolve("relay.db");
        Path copy = folder.resolve("copy.db");
        OutboundMessage underWay;
        try (FileRelay relay = on(file)) {
            relay.channel().willAnswer(new Refused(Reason.UNSUPPORTED, "no pictures", part < 0 ? null : part));
            Gate dies = new Gate();
            relay.channel().holdNextSend(open());
            relay.channel().holdNextSend(dies);
            agentSaysThree(relay);
            dies.awaitArrival();
            underWay = relay.channel().sent().get(1);
            copyOf(file, copy);
            dies.open();
        }

        try (FileRelay relay = on(copy)) {
            OutboundMessage again = relay.channel().awaitSent(1).get(0);

            assertThat(again.key()).isEqualTo(underWay.key());
            assertThat(again.parts()).isEqualTo(underWay.parts());
            assertThat(again.resend()).isTrue();
        }
    }

    private static FileRelay on(Path file) {
        return new FileRelay(file, context -> new FakeChannel(context).capabilities(CAN), builder -> {});
    }

    /** A text, a picture and a text. */
    private static void agentSaysThree(FileRelay relay) {
        String conversation = relay.customerWrites("anna", "1", "Hello");
        relay.freshchat()
                .agent()
                .sends(
                        conversation,
                        Json.of(List.of(
                                Json.object().put("text", Json.object().put("content", "a")),
                                Json.object()
                                        .put(
                                                "image",
                                                Json.object().put("url", "https://files.example.com/picture.png")),
                                Json.object().put("text", Json.object().put("content", "b")))));
    }

    private static Gate open() {
        Gate gate = new Gate();
        gate.open();
        return gate;
    }

    private static void copyOf(Path file, Path copy) throws IOException {
        for (String suffix : List.of("", "-wal")) {
            Path from = Path.of(file + suffix);
            if (Files.exists(from)) {
                Files.copy(from, Path.of(copy + suffix));
            }
        }
    }
}
