package dev.byoc.freshchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.freshchat.Skipped.Why;
import dev.byoc.json.Json;
import dev.byoc.message.Button;
import dev.byoc.message.Card;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartsTest {
    private record Expected(List<Content> contents, List<String> skipped) {}

    private static final Map<String, Expected> TABLE = new LinkedHashMap<>();

    static {
        row("attachment_input.json", List.of(), "attachment_input");
        row("callback.json", List.of(new Content.Buttons("", List.of(new Button.Reply("Choose", "Choose")))));
        row(
                "collection.json",
                List.of(new Content.Buttons(
                        "Pick one:",
                        List.of(
                                new Button.Reply("A", "A"),
                                new Button.Reply("B", "B"),
                                open("Help", "https://help.example.com")))));
        row("email.json", List.of(), "email");
        row("empty_parts.json", List.of());
        row(
                "file.json",
                List.of(new Content.File(
                        media(
                                "https://cdn.example.com/files/price-list.pdf",
                                "price-list.pdf",
                                "application/pdf",
                                91234),
                        null)));
        row(
                "file_audio_mime.json",
                List.of(new Content.Audio(
                        media("https://cdn.example.com/files/note.m4a", "note.m4a", "audio/mp4", 50411), null)));
        row(
                "file_image_mime.json",
                List.of(new Content.Image(
                        media("https://cdn.example.com/files/photo.jpg", "photo.jpg", "image/jpeg", 210001), null)));
        row(
                "file_without_url.json",
                List.of(new Content.File(
                        media("freshchat-file:ffeedd001122demo", "price-list.pdf", "application/pdf", 91234), null)));
        row("image.json", List.of(picture("https://cdn.example.com/pics/u_7a9/img_1785578500.png")));
        row(
                "image_new_fields.json",
                List.of(new Content.Image(
                        media(
                                "https://cdn.example.com/pics/u_7a9/img_1785578500.png?sig=demo&exp=1785582100",
                                "photo.png",
                                "image/png",
                                -1),
                        null)));
        row("null_siblings.json", List.of(new Content.Text("Hello")));
        row(
                "quick_reply_button.json",
                List.of(new Content.Buttons("", List.of(new Button.Reply("Yes", "Yes, please")))));
        row("reference.json", List.of(new Content.Text("How to reset")));
        row(
                "reply_parts_quick_replies.json",
                List.of(new Content.Buttons(
                        "Was this helpful?", List.of(new Button.Reply("Yes", "Yes"), new Button.Reply("No", "No")))));
        row("template_content_carousel.json", List.of(new Content.Cards(List.of(plan(1), plan(2)))));
        row(
                "template_content_quick_reply_dropdown.json",
                List.of(new Content.Buttons(
                        "", List.of(new Button.Reply("Mon", "Mon"), new Button.Reply("Tue", "Tue")))));
        row("text.json", List.of(new Content.Text("Line one\nLine two")));
        row("text_html.json", List.of(new Content.Text("Hello Ines,\nsee this page (https://help.example.com/1).")));
        row(
                "text_image_file_mixed.json",
                List.of(
                        new Content.Text("See both"),
                        picture("https://cdn.example.com/pics/a.png"),
                        new Content.File(
                                media("https://cdn.example.com/files/b.pdf", "b.pdf", "application/pdf", 1200), null)));
        row("unknown_part.json", List.of(new Content.Text("Fallback text")), "future_part");
        row(
                "url_button.json",
                List.of(new Content.Buttons(
                        "Track your parcel", List.of(open("Track", "https://track.example.com/42")))));
        row(
                "video.json",
                List.of(new Content.Video(
                        media("https://cdn.example.com/files/demo.mp4", null, "video/mp4", -1), null)));
    }

    private static void row(String file, List<Content> contents, String... skipped) {
        TABLE.put(file, new Expected(contents, List.of(skipped)));
    }

    private static Media media(String ref, @Nullable String name, @Nullable String type, long size) {
        return Media.of(ref, name, type, size);
    }

    private static Content picture(String url) {
        return new Content.Image(Media.at(url), null);
    }

    private static Button open(String label, String url) {
        return new Button.Open(label, URI.create(url));
    }

    private static Card plan(int n) {
        return new Card(
                "Plan " + n,
                "In stock",
                Media.at("https://cdn.example.com/p" + n + ".png"),
                List.of(open("View", "https://shop.example.com/" + n), new Button.Reply("Choose", "Choose")));
    }

    static List<String> files() {
        return Samples.names("freshchat/message_parts");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyPartBecomesWhatAChannelCanShow(String file) {
        PartReader reader = PartReader.of(Samples.json("freshchat/message_parts/" + file));

        assertThat(TABLE).as("a row for each sample").containsKey(file);
        assertThat(new Expected(reader.contents(), names(reader))).isEqualTo(TABLE.get(file));
    }

    @Test
    void everyRowHasItsSample() {
        assertThat(files()).containsExactlyInAnyOrderElementsOf(TABLE.keySet());
    }

    private static List<String> names(PartReader reader) {
        return reader.skipped().stream().map(Skipped::kind).toList();
    }

    private static PartReader parts(String json) {
        return PartReader.of(Json.parse(("{\"message_parts\":" + json + "}").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void severalPartsArriveAllAndInOrder() {
        PartReader reader = PartReader.of(
                Samples.json("cases/bc24-freshchat-parts.json").get("data").get("message"));

        assertThat(reader.contents())
                .containsExactly(
                        new Content.Text("첫째 줄"),
                        picture("https://media.example.net/r/one.png"),
                        new Content.Text("둘째 줄"),
                        new Content.File(
                                media("https://media.example.net/r/q.pdf", "견적서.pdf", "application/pdf", 2048), null),
                        picture("https://media.example.net/r/two.png"));
        assertThat(names(reader)).containsExactly("quick_reply");
    }

    @Test
    void textThatHoldsNothingIsNoMessage() {
        assertThat(parts("[{\"text\":{\"content\":\"<p></p><br>\"}},{\"text\":{\"content\":null}}]")
                        .contents())
                .isEmpty();
    }

    @Test
    void picturesInsideATextStandInTheirPlace() {
        PartReader reader =
                parts("[{\"text\":{\"content\":\"<p>Press <img src='https://c.example/my photo.png' alt='red'> now</p>"
                        + "<p><img src='data:image/png;base64,iVBORw0KGgo='></p><img src='cid:a@b'>\"}}]");

        assertThat(reader.contents())
                .containsExactly(
                        new Content.Text("Press"),
                        new Content.Image(Media.at("https://c.example/my%20photo.png"), "red"),
                        new Content.Text("now"),
                        picture("data:image/png;base64,iVBORw0KGgo="),
                        picture("cid:a@b"));
        assertThat(reader.skipped()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "javascript:alert(1)",
                "data:text/html,x",
                "blob:https://x",
                "p.png",
                "http://"
            })
    void aPictureInsideATextAtAnAddressThatLeadsNowhereKeepsItsPlace(String address) {
        PartReader reader = parts("[{\"text\":{\"content\":\"Look: <img src='" + address + "'> here\"}}]");

        assertThat(reader.contents())
                .containsExactly(new Content.Text("Look:"), picture(address), new Content.Text("here"));
        assertThat(reader.skipped()).isEmpty();
    }

    @Test
    void aPictureInsideATextWithoutAnAddressIsToldOf() {
        PartReader reader = parts("[{\"text\":{\"content\":\"Look: <img>\"}}]");

        assertThat(reader.contents()).containsExactly(new Content.Text("Look:"));
        assertThat(reader.skipped()).containsExactly(new Skipped("Picture or film", Why.NO_ADDRESS));
    }

    @Test
    void whatATextLeavesOutIsToldOf() {
        PartReader reader =
                parts("[{\"text\":{\"content\":\"<p>See <a href='/a/1'>this</a></p><p hidden>limit 50</p>\"}}]");

        assertThat(reader.contents()).containsExactly(new Content.Text("See this"));
        assertThat(reader.skipped())
                .containsExactlyInAnyOrder(
                        new Skipped("Hidden part", Why.HIDDEN), new Skipped("Address of a link", Why.RELATIVE_ADDRESS));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '~', textBlock = """
            https://c.example/my photo (1).png -> https://c.example/my%20photo%20(1).png
            https://c.example/100%.png -> https://c.example/100%25.png
            //c.example/사진.png -> https://c.example/%EC%82%AC%EC%A7%84.png
            <https://c.example/a.png> -> https://c.example/a.png
            https://my_files.example/a.png -> https://my_files.example/a.png
            """)
    void anAddressIsCorrectedAsABrowserDoes(String written, String address) {
        assertThat(parts("[{\"image\":{\"url\":\"" + written + "\"}}]").contents())
                .containsExactly(picture(address));
        assertThat(parts("[{\"url_button\":{\"url\":\"" + written + "\",\"label\":\"See\"}}]")
                        .contents())
                .containsExactly(new Content.Buttons("", List.of(open("See", address))));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '~', textBlock = """
            "url":"tel:+15550100001" -> tel:+15550100001
            "url":"shop.example/a","label":"Shop" -> Shop: shop.example/a
            "url":" mailto:kim@c.example\u200B","label":"Write " -> Write: mailto:kim@c.example
            "url":"javascript:alert(1)","label":"Click" -> Click
            """)
    void aButtonThatOpensNothingHereIsNeverLessThanItsWords(String fields, String line) {
        assertThat(parts("[{\"url_button\":{" + fields + "}}]").contents()).containsExactly(new Content.Text(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "javascript:alert(1)", "data:image/png;base64,AA", "///h/x", "", "http://"
            })
    void anAddressThatIsNotOfTheWebIsNoReference(String url) {
        PartReader reader = parts("[{\"image\":{\"url\":\"" + url + "\"}},{\"file\":{\"url\":\"" + url + "\"}}]");

        assertThat(reader.contents()).isEmpty();
        assertThat(names(reader)).containsExactly("image", "file");
    }

    @Test
    void theDownloadAddressServesWhereTheOtherIsMissing() {
        assertThat(parts(
                                "[{\"file\":{\"url\":null,\"download_url\":\"https://c.example/a b.zip\",\"fileHash\":\"h\"}}]")
                        .contents())
                .containsExactly(new Content.File(Media.at("https://c.example/a%20b.zip"), null));
    }

    @Test
    void soundThatComesAsVideoIsSound() {
        assertThat(parts("[{\"video\":{\"url\":\"https://c.example/a.ogg\",\"content_type\":\"audio/ogg\"}}]")
                        .contents())
                .containsExactly(new Content.Audio(media("https://c.example/a.ogg", null, "audio/ogg", -1), null));
    }

    @Test
    void aButtonToAPhoneNumberBecomesWords() {
        assertThat(parts("[{\"url_button\":{\"url\":\"tel:+15550100001\",\"label\":\"Call\"}}]")
                        .contents())
                .containsExactly(new Content.Text("Call: tel:+15550100001"));
    }

    @Test
    void buttonsBehindAPictureStandAlone() {
        assertThat(parts("[{\"text\":{\"content\":\"a\"}},{\"image\":{\"url\":\"https://c.example/a\"}},"
                                + "{\"quick_reply_button\":{\"label\":\"Ok\"}}]")
                        .contents())
                .containsExactly(
                        new Content.Text("a"),
                        picture("https://c.example/a"),
                        new Content.Buttons("", List.of(new Button.Reply("Ok", "Ok"))));
    }

    @Test
    void aCardWithoutWordsIsItsParts() {
        assertThat(parts("[{\"template_content\":{\"type\":\"carousel_card_default\",\"sections\":[{\"parts\":"
                                + "[{\"image\":{\"url\":\"https://c.example/a\"}}]}]}}]")
                        .contents())
                .containsExactly(picture("https://c.example/a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[null]",
                "[1,\"x\",[],{}]",
                "{\"text\":{}}",
                "[{\"text\":[]},{\"image\":\"x\"},{\"collection\":7},{\"template_content\":{\"sections\":[3]}}]",
                "[{\"quick_reply_button\":{}},{\"url_button\":{}},{\"callback\":[]},{\"reference\":null}]",
                "[{\"file\":{\"file_size_in_bytes\":-5,\"url\":7}}]"
            })
    void partsOfAnyWrongShapeAreNoTrap(String json) {
        assertThat(parts(json).contents()).isEmpty();
    }

    @Test
    void theNameOfAnUnknownPartIsNeverAQuote() {
        assertThat(names(parts("[{\"call me at 555\":{}},{\"" + "x".repeat(500) + "\":{}}]")))
                .containsExactly("unnamed", "x".repeat(40));
    }

    @Test
    void whatFreshchatHasNoPartForTravelsInWords() {
        List<Json> parts = PartWriter.parts(
                List.of(
                        new Content.Text("안녕 😀"),
                        new Content.Image(Media.at("https://c.example/a.png"), "caption"),
                        new Content.Image(Media.at("viber-file:1"), "look"),
                        new Content.Location(37.5, 127, null),
                        new Content.Text(" ")),
                Wording.ENGLISH);

        assertThat(Json.of(parts))
                .isEqualTo(Json.of(List.of(
                        text("안녕 😀"),
                        text("caption"),
                        Map.of("image", Map.of("url", "https://c.example/a.png")),
                        text("look\nPicture: (cannot be shown)"),
                        text("Location: https://maps.google.com/?q=37.5,127"),
                        text("(empty message)"))));
    }

    @Test
    void theFileThatHoldsAWholeTextIsNamedBehindItsHead() {
        List<Json> parts = PartWriter.parts(
                List.of(new Content.Text("head", media("https://c.example/t.txt", "t.txt", null, 9))), Wording.ENGLISH);

        assertThat(Json.of(parts))
                .isEqualTo(Json.of(List.of(text("head"), text("File t.txt: https://c.example/t.txt"))));
    }

    @Test
    void aMessageOfNothingIsAMistake() {
        assertThatThrownBy(() -> PartWriter.parts(List.of(), Wording.ENGLISH))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Object text(String words) {
        return Map.of("text", Map.of("content", words));
    }
}
