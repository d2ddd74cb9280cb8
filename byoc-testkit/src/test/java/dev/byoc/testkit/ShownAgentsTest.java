package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.OutboundMessage;
import dev.byoc.message.Content;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As whom customers see the agent who answers: by name, by an alias, with a picture, or not at all. */
final class ShownAgentsTest {
    private static final String PICTURE = "https://pictures.example.com/ada.png";

    private EngineFixture fixture;

    @AfterEach
    void close() {
        fixture.close();
    }

    private void start(String... settings) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        fixture = new EngineFixture(all);
        fixture.freshchat.setAgentAvatar(fixture.freshchat.agent().id(), PICTURE);
    }

    private OutboundMessage adaAnswers() {
        int before = fixture.channel.sent().size();
        String conversation = fixture.freshchat.conversations().isEmpty()
                ? fixture.customerWrites("anna", "1", "Hello")
                : fixture.freshchat.conversations().get(0).id();
        fixture.freshchat.agent().says(conversation, "Hi");
        return fixture.channel.awaitSent(before + 1).get(before);
    }

    private int asked() {
        return fixture.freshchat.calls("GET /agents/{id}");
    }

    @Test
    void neitherNameNorPictureIsShownUnlessTheAccountAsksForIt() {
        start();

        OutboundMessage answer = adaAnswers();

        assertThat(answer.agentName()).isNull();
        assertThat(answer.agentAvatar()).isNull();
        assertThat(asked()).isZero();
    }

    @Test
    void nameAndPictureAreAskedForOnce() {
        start("agent-names", "yes", "agent-avatars", "yes");

        adaAnswers();
        OutboundMessage answer = adaAnswers();

        assertThat(answer.agentName()).isEqualTo("Ada Agent");
        assertThat(answer.agentAvatar()).isEqualTo(URI.create(PICTURE));
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void aPictureMayBeShownWithoutAName() {
        start("agent-avatars", "yes");

        OutboundMessage answer = adaAnswers();

        assertThat(answer.agentName()).isNull();
        assertThat(answer.agentAvatar()).isEqualTo(URI.create(PICTURE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://pictures.example.com/ada.png", "data:image/png;base64,AAAA", "ada.png", "\u200B"})
    void aPictureWithoutASecureAddressIsNotShown(String address) {
        start("agent-avatars", "yes");
        fixture.freshchat.setAgentAvatar(fixture.freshchat.agent().id(), address);

        assertThat(adaAnswers().agentAvatar()).isNull();
    }

    @Test
    void anAliasStandsInPlaceOfTheNameAndShowsNoPicture() {
        start("agent-names", "yes", "agent-avatars", "yes", "agent-aliases", "*=Support");

        OutboundMessage answer = adaAnswers();

        assertThat(answer.agentName()).isEqualTo("Support");
        assertThat(answer.agentAvatar()).isNull();
        assertThat(asked()).isZero();
    }

    @Test
    void anAliasNeedsNoNames() {
        start("agent-aliases", "*=Support");

        assertThat(adaAnswers().agentName()).isEqualTo("Support");
    }

    @Test
    void anAliasOfAnotherAgentChangesNothing() {
        start("agent-names", "yes", "agent-aliases", "somebody-else=Mina");

        assertThat(adaAnswers().agentName()).isEqualTo("Ada Agent");
    }

    @Test
    void whatTheHostSendsIsNoAgents() {
        start("agent-names", "yes", "agent-avatars", "yes", "agent-aliases", "*=Support");
        fixture.customerWrites("anna", "1", "Hello");

        fixture.relay.send("shop", "anna", "order-7", List.of(new Content.Text("Your parcel has left")));

        OutboundMessage sent = fixture.channel.awaitSent(1).get(0);
        assertThat(sent.agentName()).isNull();
        assertThat(sent.agentAvatar()).isNull();
    }
}
