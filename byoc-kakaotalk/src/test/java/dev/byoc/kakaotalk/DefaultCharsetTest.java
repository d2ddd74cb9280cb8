package dev.byoc.kakaotalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Inbound;
import dev.byoc.channel.SyncReplies;
import dev.byoc.kakaotalk.internal.Words;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.wording.Wording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** BC-29: the charset that a machine uses where none is named has no say in what is read, sent or answered. */
final class DefaultCharsetTest {
    /** Prints the charset and the digest of everything Korean that goes through the channels. */
    static final class Korean {
        private Korean() {}

        public static void main(String[] args) throws IOException {
            System.out.println(Charset.defaultCharset() + " " + digest());
        }

        static String digest() throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try (Shop shop = Shop.happytalk();
                    Shop bot = Shop.skill("bot-id", "65a0000000000000000000b1", "acknowledgement", "접수했습니다.")) {
                add(all, shop.message("/message", Shop.sample("consultation-happytalk/inbound-message-text.json")));
                add(all, shop.message("/message", Shop.sample("consultation-happytalk/inbound-message-file.json")));
                shop.answers("{\"code\":0}")
                        .answers("{\"code\":\"0000\",\"file\":\"http://a/f\"}")
                        .answers("{\"code\":0}");
                shop.send(new Content.Text("안녕하세요 😀"));
                shop.send(new Content.File(
                        Media.of("https://media.example.test/out/invoice.pdf", "견적서.pdf", "application/pdf", 10_000),
                        null));
                all.write(shop.got().getBody().toByteArray());
                String upload = Shop.text(shop.got());
                all.write(Shop.bytes(upload.substring(upload.indexOf("filename="), upload.indexOf(".pdf"))));
                all.write(shop.got().getBody().toByteArray());
                var received = bot.receive(Shop.skillRequest(Shop.sample("cases/bc32-kakao-skill.json")));
                add(all, (Inbound.MessageReceived) received.events().get(0));
                all.write(received.answer().body());
                all.write(((SyncReplies) bot.channel)
                        .answer(List.of(new Content.Text("네, 도와 드릴게요")))
                        .body());
            }
            return Words.digest(all.toByteArray());
        }

        private static void add(ByteArrayOutputStream all, Inbound.MessageReceived message) throws IOException {
            for (Content content : message.contents()) {
                all.write(Shop.bytes(content.plainText(Wording.ENGLISH)));
            }
        }
    }

    @Test
    void koreanIsTheSameToTheByteUnderAsciiOnly() throws Exception {
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=US-ASCII",
                "-Dsun.jnu.encoding=US-ASCII",
                "-cp",
                System.getProperty("java.class.path"),
                Korean.class.getName());
        child.environment().putAll(Map.of("LC_ALL", "C"));
        child.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = child.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(printed).isEqualTo("US-ASCII " + Korean.digest());
    }
}
