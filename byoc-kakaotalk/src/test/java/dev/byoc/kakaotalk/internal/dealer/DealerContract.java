package dev.byoc.kakaotalk.internal.dealer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Registration;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.Shop;
import dev.byoc.message.Button;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the channel asks of every dealer: the seam of a third one. Its other half is about callbacks. */
abstract class DealerContract extends CallbackContract {
    /** The answer to a send that was taken. */
    abstract String taken();

    /** The answer to an upload that was taken. */
    abstract String uploaded();

    /** The text in a request to send one. */
    abstract String textIn(Json request);

    /** The buttons in a request to send them. */
    abstract Json buttonsIn(Json request);

    /** The name of a file in a request to send one. */
    abstract String fileNameIn(Json request);

    @Test
    void sendsComposedTextWithLineFeedsAlone() {
        shop.answers(taken());

        shop.send(new Content.Text(Normalizer.normalize("한글\r\n둘째 줄\u0000 👩‍👩‍👧", Normalizer.Form.NFD)));

        assertThat(textIn(shop.gotJson())).isEqualTo("한글\n둘째 줄 👩‍👩‍👧");
    }

    @Test
    void countsATextAfterComposingIt() {
        shop.answers(taken());
        String thousand = "가".repeat(1000);
        String pieces = Normalizer.normalize(thousand, Normalizer.Form.NFD);
        assertThat(pieces).hasSize(2000);

        assertThat(shop.send(new Content.Text(pieces))).isInstanceOf(SendResult.Accepted.class);
        assertThat(textIn(shop.gotJson())).isEqualTo(thousand);
    }

    @Test
    void countsAnEmojiAsTwo() {
        shop.answers(taken());

        assertThat(shop.send(new Content.Text("😀".repeat(500)))).isInstanceOf(SendResult.Accepted.class);
        assertThat(shop.send(new Content.Text("😀".repeat(500) + "!")))
                .isInstanceOfSatisfying(SendResult.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
                    assertThat(refused.detail()).contains("more than 1,000 characters");
                });
    }

    @Test
    void sendsLinksAndQuickRepliesAsButtons() {
        shop.answers(taken());

        SendResult result = shop.send(new Content.Buttons(
                "골라 주세요.",
                List.of(
                        new Button.Open("주문 조회", URI.create("https://shop.example.com/o?a=1&b=2")),
                        new Button.Reply("상담 계속", "continue_chat"),
                        new Button.Reply("끝", "끝낼게요"))));

        assertThat(result).isInstanceOf(SendResult.Accepted.class);
        Json request = shop.gotJson();
        assertThat(textIn(request)).isEqualTo("골라 주세요.");
        Json buttons = buttonsIn(request);
        assertThat(buttons.items())
                .extracting(button -> button.get("type").text())
                .containsExactly("WL", "BK", "BK");
        assertThat(buttons.items())
                .extracting(button -> button.get("name").text())
                .containsExactly("주문 조회", "상담 계속", "끝");
        assertThat(buttons.at(1).get("extra").text()).isEqualTo("continue_chat");
        assertThat(buttons.at(2).get("extra").isPresent())
                .as("no word that may stand there")
                .isFalse();
    }

    static Stream<Content> unfitButtons() {
        Button fine = new Button.Reply("네", "네");
        return Stream.of(
                new Content.Buttons("?", List.of(fine, fine, fine, fine, fine, fine)),
                new Content.Buttons(" ", List.of(fine)),
                new Content.Buttons("?", List.of(new Button.Reply("가".repeat(29), "네"))),
                new Content.Buttons("?", List.of(new Button.Reply(" ", "네"))),
                new Content.Buttons("?", List.of(new Button.Open("앱", URI.create("myapp://open")))));
    }

    @ParameterizedTest
    @MethodSource("unfitButtons")
    void leavesButtonsThatDoNotFitToBeSentInWords(Content buttons) {
        assertThat(shop.send(buttons))
                .isInstanceOfSatisfying(
                        SendResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.UNSUPPORTED));
        assertThat(shop.network.getRequestCount()).isZero();
    }

    @Test
    void sendsAFileUnderAComposedNameWithoutAPath() {
        shop.answers(uploaded()).answers(taken());
        String name = Normalizer.normalize("../../견적서 (최종).pdf", Normalizer.Form.NFD);

        shop.send(new Content.File(
                Media.of("https://media.example.test/out/invoice.pdf", name, "application/pdf", 10_000), null));

        assertThat(Shop.text(shop.got())).contains("filename=\"견적서 (최종).pdf\"");
        assertThat(fileNameIn(shop.gotJson())).isEqualTo("견적서 (최종).pdf");
    }

    @Test
    void countsAFileOfUnknownSize() {
        shop.answers(uploaded()).answers(taken());

        SendResult result = shop.send(new Content.File(Media.at("https://media.example.test/out/no-size.pdf"), null));

        assertThat(result).isInstanceOf(SendResult.Accepted.class);
        assertThat(shop.got().getBody().size()).isGreaterThan(10_000);
    }

    @Test
    void leavesAFileThatCannotBeHadToBeSentAsALink() {
        SendResult result = shop.send(
                new Content.Image(Media.of("https://media.example.test/gone.jpg", "gone.jpg", "image/jpeg", 10), null));

        assertThat(result).isInstanceOfSatisfying(SendResult.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.UNSUPPORTED);
            assertThat(refused.detail()).contains("could not be fetched");
        });
        assertThat(shop.network.getRequestCount()).isZero();
    }

    @Test
    void takesPicturesOf5MbAndFilesOf20() {
        Capabilities can = dealer().capabilities();

        assertThat(can.limits(Content.Image.class).maxBytes()).isEqualTo(5 * 1024 * 1024);
        assertThat(can.limits(Content.File.class).maxBytes()).isEqualTo(20 * 1024 * 1024);
        assertThat(shop.send(new Content.Image(
                        Media.of(
                                "https://media.example.test/out/parcel.jpg",
                                "p.jpg",
                                "image/jpeg",
                                5 * 1024 * 1024 + 1),
                        null)))
                .isInstanceOfSatisfying(SendResult.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
                    assertThat(refused.detail()).contains("larger than 5 MB");
                });
    }

    @Test
    void settlesAnUnknownOutcomeByTheKey() {
        Capabilities can = dealer().capabilities();

        assertThat(can.isSafeToResend() || can.isConfirmedByKey()).isTrue();
    }

    @Test
    void givesTheAdminEveryAddressAndTheWordsToSend() {
        Registration registration = byHand(Wording.ENGLISH);

        assertThat(registration).isInstanceOf(Registration.ByHand.class);
        List<Registration.Step> steps = ((Registration.ByHand) registration).steps();
        List<String> values = steps.stream()
                .map(DealerContract::value)
                .filter(value -> value != null)
                .toList();
        for (Callback kind : List.of(Callback.MESSAGE, Callback.REFERENCE, Callback.EXPIRED_SESSION)) {
            assertThat(values).contains(Shop.WEBHOOK + path(kind));
        }
        assertThat(values).contains(Shop.WEBHOOK.toString());
        assertThat(values)
                .anySatisfy(text -> assertThat(text)
                        .doesNotContain(Shop.SENDER_KEY)
                        .contains(
                                Shop.SENDER_KEY.substring(0, 4) + "…",
                                Shop.WEBHOOK + path(Callback.MESSAGE),
                                Shop.WEBHOOK + path(Callback.REFERENCE),
                                Shop.WEBHOOK + path(Callback.EXPIRED_SESSION)));
        assertThat(steps.toString()).doesNotContain("path-secret", Shop.SENDER_KEY);
    }

    @Test
    void givesTheAdminTheStepsInTheAccountsLanguage() {
        List<Registration.Step> english = ((Registration.ByHand) byHand(Wording.ENGLISH)).steps();
        List<Registration.Step> korean = ((Registration.ByHand) byHand(Shop.KOREAN)).steps();

        assertThat(korean)
                .hasSameSizeAs(english)
                .allSatisfy(step ->
                        assertThat(step.what()).containsPattern("[가-힣]{2}").doesNotContain(" the ", " it "));
        assertThat(korean)
                .extracting(DealerContract::value)
                .isEqualTo(english.stream().map(DealerContract::value).toList());
    }

    /** What a registration gives where only the admin can do it. */
    Registration byHand(Wording admins) {
        return shop.channel.registerWebhook(new WebhookTarget(Shop.WEBHOOK, List.of(), false, admins));
    }

    private static @Nullable String value(Registration.Step step) {
        return step.value() == null ? null : step.value().reveal();
    }

    @Test
    void probesTheSenderProfile() {
        shop.answers(profile("\"status\":\"A\",\"profileStatus\":\"A\",\"bizchat\":true,\"block\":false"))
                .answers(profile("\"status\":\"A\",\"profileStatus\":\"C\",\"bizchat\":true"))
                .answers(profile("\"status\":\"A\",\"profileStatus\":\"A\",\"bizchat\":false"))
                .answers(profile("\"status\":\"A\",\"profileStatus\":\"A\",\"dormant\":true"));

        assertThat(dealer().probe()).isEqualTo(new AccountHealth.Healthy(false));
        assertThat(impaired()).contains("deactivated");
        assertThat(impaired()).contains("bizchat");
        assertThat(impaired()).contains("dormant");
    }

    private String impaired() {
        return ((AccountHealth.Impaired) dealer().probe()).detail();
    }

    @Test
    void saysThatTheSenderKeyIsUnknown() {
        shop.answers(noProfile());

        assertThat(dealer().probe()).isInstanceOf(AccountHealth.KeyRefused.class);
    }

    /** The answer without one. */
    abstract String noProfile();

    /** The answer with a sender profile of these fields. */
    abstract String profile(String fields);

    @Test
    void saysWhatIsWrongWhenTheProbeIsRefused() {
        shop.answers(500, "oops");

        assertThat(dealer().probe())
                .isInstanceOfSatisfying(
                        AccountHealth.Unreachable.class,
                        health -> assertThat(health.detail()).isNotBlank());
    }
}
