package dev.byoc.viber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One message of a customer's. */
class InboundContentTest {
    private static List<Content> of(String message) {
        return InboundContent.of(
                Json.parse(message.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static String words(String message) {
        return of(message).stream()
                .map(content -> content.plainText(Wording.ENGLISH))
                .collect(Collectors.joining(" / "))
                .replace("\n", " | ");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '~', textBlock = """
            {'type':'picture','media':'ftp://files.example/a.jpg','text':'cap'} -> (sent a picture, which cannot be shown here) cap | ftp://files.example/a.jpg
            {'type':'picture','media':'my photo.jpg'} -> (sent a picture, which cannot be shown here) my photo.jpg
            {'type':'video','media':'https://m.example:99999/v.mp4'} -> (sent a video, which cannot be shown here) https://m.example:99999/v.mp4
            {'type':'file','media':'//','file_name':'q.pdf'} -> (sent a file, which cannot be shown here) q.pdf | //
            {'type':'file','file_name':'q.pdf'} -> (sent a file, which cannot be shown here) q.pdf
            {'type':'file','file_name':'null','media':'content://downloads/7'} -> (sent a file, which cannot be shown here) content://downloads/7
            {'type':'picture','media':'data:image/png;base64,AAAA','text':'cap'} -> (sent a picture, which cannot be shown here) cap
            {'type':'picture','media':7} -> (sent a picture, which cannot be shown here)
            {'type':'picture','media':'a\\nb\\u202Ec.jpg'} -> (sent a picture, which cannot be shown here) a bc.jpg
            {'type':'url','media':'shop.example/a'} -> shop.example/a
            {'type':'url','media':'mailto:kim@shop.example','text':'write'} -> write | mailto:kim@shop.example
            {'type':'url','media':'javascript:alert(1)','text':'click'} -> click
            {'type':'url','media':'javascript:alert(1)'} -> (sent a link, which cannot be shown here)
            {'type':'url','text':'https://shop.example/a'} -> https://shop.example/a
            {'type':'url','media':'https://shop.example/size chart','text':'the sizes'} -> the sizes: https://shop.example/size%20chart
            {'type':'url','media':'https://shop.example/size chart','text':' https://shop.example/size chart '} -> https://shop.example/size%20chart
            {'type':'url','media':'www.shop.example','text':'www.shop.example'} -> https://www.shop.example
            {'type':'url','media':'https://магазин.example/а'} -> https://xn--80aairftm.example/%D0%B0
            {'type':'poll_v2','media':'https://m.example/p','text':'which?'} -> (sent something of the kind “poll_v2”, which cannot be shown here) which? | https://m.example/p
            """)
    void whatCannotBeFetchedIsNamedWithItsAddress(String message, String line) {
        assertThat(words(message)).isEqualTo(line);
    }

    @Test
    void aFileIsCalledWhatItsAddressSaysInWords() {
        assertThat(of("{'type':'picture','media':'https://m.example/my photo (1).jpg?x=/y'}"))
                .containsExactly(new Content.Image(
                        Media.of("https://m.example/my%20photo%20(1).jpg?x=/y", "my photo (1).jpg", null, -1), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"picture", "Picture", "PICTURE", " picture ", "picture\\n", "\\u00A0Picture\\u200B"})
    void aKindInOtherCaseIsThatKind(String type) {
        assertThat(of("{'type':'" + type + "','media':'https://m.example/a.jpg','text':'cap'}"))
                .containsExactly(new Content.Image(Media.of("https://m.example/a.jpg", "a.jpg", null, -1), "cap"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '~', textBlock = """
            {'type':'Text','text':'hello'} -> hello
            {'type':'URL','media':'https://shop.example/a'} -> https://shop.example/a
            {'type':'Location','location':{'lat':1.5,'lon':2}} -> Location: https://maps.google.com/?q=1.5,2
            {'type':' CONTACT','contact':{'name':'Kim','phone_number':'1'}} -> Contact: Kim 1
            {'type':'Sticker','sticker_id':46105} -> Sticker: 46105
            {'type':'VIDEO'} -> (sent a video, which cannot be shown here)
            {'type':'Poll_V2'} -> (sent something of the kind “Poll_V2”, which cannot be shown here)
            """)
    void soAreAllKinds(String message, String line) {
        assertThat(words(message)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '~', textBlock = """
            {'type':'sticker','sticker_id':46105,'text':'look at this'} -> Sticker: 46105 / look at this
            {'type':'sticker','text':'look at this'} -> Sticker: ? / look at this
            {'type':'sticker','sticker_id':46105,'text':' \\u200B '} -> Sticker: 46105
            {'type':'contact','contact':{'name':'Kim'},'text':'my sister'} -> Contact: Kim / my sister
            {'type':'contact','contact':{},'text':'my sister'} -> (sent a contact, which cannot be shown here) my sister
            {'type':'location','location':{'lat':1,'lon':2},'text':'here'} -> Location: here https://maps.google.com/?q=1,2
            {'type':'text','text':'look','media':'https://m.example/a.jpg'} -> look / https://m.example/a.jpg
            {'type':'text','media':'https://m.example/a.jpg'} -> (sent an empty text, which cannot be shown here) https://m.example/a.jpg
            {'media':'https://m.example/a.jpg'} -> (sent a message of an unknown kind, which cannot be shown here) https://m.example/a.jpg
            """)
    void whatStandsBesideArrivesToo(String message, String line) {
        assertThat(words(message)).isEqualTo(line);
    }

    @Test
    void aStickerKeepsItsPictureBesideItsText() {
        assertThat(of("{'type':'sticker','sticker_id':1,'media':'https://m.example/s.png','text':'hi'}"))
                .containsExactly(
                        new Content.Sticker(Media.of("https://m.example/s.png", "s.png", null, -1), "1"),
                        new Content.Text("hi"));
        assertThat(of("{'type':'url','media':'https://m.example/s?a=b'}"))
                .containsExactly(new Content.Link(URI.create("https://m.example/s?a=b"), null));
    }
}
