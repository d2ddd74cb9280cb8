package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.testkit.freshchat.StoredMessage;
import java.nio.charset.Charset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Korean goes both ways unharmed, whatever the machine takes for its charset. */
final class DefaultCharsetTest {
    @Test
    void relayInAMachineThatKnowsOnlyAsciiSendsTheSameBytes() {
        ChildJvm.Ended ascii = ChildJvm.run(
                Korean.class, Map.of("LC_ALL", "C"), "-Dfile.encoding=US-ASCII", "-Dsun.jnu.encoding=US-ASCII");

        assertThat(ascii.output()).contains("charset US-ASCII").contains(Korean.EXPECTED);
        assertThat(ascii.exit()).isZero();
    }

    /** Relays the samples and writes what arrived as code points, which every charset can show. */
    static final class Korean {
        static final String EXPECTED = "inbound " + points("주문한 상품이 아직 안 왔어요") + "\nname " + points("민지 Test")
                + "\noutbound " + points("안녕하세요, 확인해 드릴게요.") + "\nsender " + points("가게") + "\n";

        private Korean() {}

        public static void main(String[] args) {
            System.out.println("charset " + Charset.defaultCharset());
            try (RelayFixture fixture =
                    RelayFixture.with().setting("sender-name", "\uac00\uac8c").open()) {
                var minji = fixture.viber.customer(RelayFixture.MINJI, "Minji");
                fixture.post("bc01-viber-text.json");
                StoredMessage posted = fixture.freshchat.awaitPosted(1).get(0);
                minji.subscribes();
                fixture.freshchat
                        .agent()
                        .sends(
                                posted.conversationId(),
                                Cases.json("bc03-freshchat-reply.json")
                                        .get("data")
                                        .get("message")
                                        .get("message_parts"));
                var received = minji.awaitReceived(1).get(0);
                String all = "inbound " + points(posted.text())
                        + "\nname " + points(fixture.freshchat.users().get(0).firstName())
                        + "\noutbound " + points(received.text())
                        + "\nsender "
                        + points(received.json().get("sender").get("name").textOr(""))
                        + "\n";
                System.out.print(all);
                System.out.flush();
            }
            System.exit(0);
        }

        private static String points(String text) {
            StringBuilder points = new StringBuilder();
            text.codePoints()
                    .forEach(point -> points.append(Integer.toHexString(point)).append(' '));
            return points.toString();
        }
    }
}
