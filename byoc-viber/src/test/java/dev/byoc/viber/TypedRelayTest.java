package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.relay.RelayBuilder;
import dev.byoc.testkit.TestRelay;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ViberCustomer;
import org.junit.jupiter.api.Test;

/** An account that is set up by calls alone. */
class TypedRelayTest {
    private static final class Shop extends TestRelay {
        final FakeViber viber = new FakeViber(clock());

        @Override
        protected void configure(RelayBuilder relay) {
            ViberSettings settings = ViberSettings.builder()
                    .authToken(viber.token())
                    .senderName("Shop")
                    .baseUrl(viber.url().toString())
                    .build();
            relay.account(
                    "shop",
                    settings,
                    account ->
                            account.topic(TOPIC).property("cf_source", "Viber").numberPieces(true));
        }

        @Override
        public void close() {
            viber.close();
            super.close();
        }
    }

    @Test
    void aMessageAndItsAnswerPass() {
        try (Shop shop = new Shop()) {
            shop.start();
            ViberCustomer anna = shop.viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");

            assertThat(anna.says("hello")).isEqualTo(200);
            shop.freshchat().agent().says(shop.conversationOf("hello"), "what can we do for you?");
            shop.awaitSent(1);

            assertThat(anna.receivedTexts()).containsExactly("what can we do for you?");
            assertThat(shop.deadLetters()).isEmpty();
        }
    }
}
