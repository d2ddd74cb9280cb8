package dev.byoc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account is given another topic: conversations that it has had go on where they are. */
class TopicChangedTest {
    private static final Map<String, String> BARE = Map.of("bare-id", "yes");

    @TempDir
    Path folder;

    private RestartingRelay relay;

    @BeforeEach
    void make() {
        relay = new RestartingRelay(folder);
    }

    @AfterEach
    void close() {
        relay.close();
    }

    private void startsWith(String shop) {
        relay.stop();
        relay.account("shop", shop, Map.of());
        relay.start();
    }

    /** The customer's messages still go to the conversation that there is: so the agent answers there. */
    @Test
    void answerInAConversationOfTheTopicBeforeReachesItsCustomer() {
        String conversation = relay.annaAndAdaTalk();
        startsWith("Messengers");
        assertThat(relay.customerWrites("anna", "2", "Still there?")).isEqualTo(conversation);

        relay.freshchat.agent().says(conversation, "Yes");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before", "Yes");
    }

    @Test
    void answerOfAGapInAConversationOfTheTopicBeforeIsFound() {
        String conversation = relay.annaAndAdaTalk();
        relay.away();
        relay.freshchat.agent().says(conversation, "away");
        startsWith("Messengers");

        relay.awaitCaughtUp();

        assertThat(relay.sent()).containsExactly("before", "away");
    }

    /** The topic is another integration's now, which may write to the same user. */
    @Test
    void answerInTheTopicBeforeReachesNobodyWhereNoLinkLeadsToItsConversation() {
        relay.annaAndAdaTalk();
        String user = relay.freshchat.posted().get(0).userId();
        String support = relay.freshchat.conversations().get(0).channelId();
        startsWith("Messengers");
        relay.customerWrites("anna", "2", "Still there?");

        relay.freshchat.agent().says(relay.freshchat.addConversation(user, support), "from the other one");
        relay.awaitIdle();

        assertThat(relay.sent()).containsExactly("before");
    }

    private void twoAccountsHaveOneUser() {
        relay.account("shop", "Support", BARE).account("kiosk", "Kiosk", BARE).start();
    }

    private void swap() {
        relay.stop();
        relay.account("shop", "Kiosk", BARE).account("kiosk", "Support", BARE).start();
    }

    @Test
    void answersReachTheirOwnCustomersWhereTwoAccountsOfOneUserHaveSwappedTopics() {
        twoAccountsHaveOneUser();
        String shops = relay.customerWrites("shop", "anna", "1", "Hello");
        String kiosks = relay.customerWrites("kiosk", "anna", "2", "Hello");
        swap();
        relay.customerWrites("shop", "anna", "3", "Still there?");
        relay.customerWrites("kiosk", "anna", "4", "Still there?");

        relay.freshchat.agent().says(shops, "from the shop");
        relay.freshchat.agent().says(kiosks, "from the kiosk");
        relay.awaitIdle();

        assertThat(relay.channel("shop").sentTexts()).containsExactly("from the shop");
        assertThat(relay.channel("kiosk").sentTexts()).containsExactly("from the kiosk");
    }

    @Test
    void conversationOfAnotherAccountsCustomerIsNotJoinedThoughItIsInTheTopic() {
        twoAccountsHaveOneUser();
        String shops = relay.customerWrites("shop", "anna", "1", "Hello");
        swap();

        String kiosks = relay.customerWrites("kiosk", "anna", "2", "Hello");
        relay.freshchat.agent().says(shops, "from the shop");
        relay.awaitIdle();

        assertThat(kiosks).isNotEqualTo(shops);
        assertThat(relay.channel("shop").sentTexts()).containsExactly("from the shop");
        assertThat(relay.channel("kiosk").sentTexts()).isEmpty();
    }
}
