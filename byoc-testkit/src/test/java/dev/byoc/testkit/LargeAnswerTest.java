package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.message.Content;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LargeAnswerTest {
    private static final int SIZE = 2_200_000;

    @Test
    void anAnswerWithAScreenshotOfTheUsualSizeArrivesWithIt() {
        try (EngineFixture fixture =
                new EngineFixture(Map.of(), FakeChannel::new, relay -> relay.allowInternalHost("127.0.0.1"))) {
            fixture.channel.capabilities(
                    Capabilities.text(1_000, Unit.UTF16).media(Content.Image.class, 2 * SIZE, 100, "image/png"));
            String screenshot = Base64.getEncoder().encodeToString(Bytes.png(SIZE));
            String conversation = fixture.customerWrites("anna", "1", "Hello");

            int status = fixture.freshchat
                    .agent()
                    .says(conversation, "Press here: <img src=\"data:image/png;base64," + screenshot + "\">");
            fixture.awaitIdle();

            assertThat(status).isEqualTo(200);
            List<Content> parts = fixture.channel.sent().stream()
                    .flatMap(message -> message.parts().stream())
                    .toList();
            assertThat(parts)
                    .anyMatch(part ->
                            part instanceof Content.Text text && text.text().contains("Press here"));
            assertThat(parts).anyMatch(Content.Image.class::isInstance);
        }
    }
}
