package dev.byoc.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Random;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example",
                "https://shop.example/",
                "http://shop.example:8080/a/../b?c=d#e",
                "https://Shop.Example/A%20b?q=%d0%b0&r=%D0%B1",
                "https://shop.example/%2F%25?x=a+b&y=[1]",
                "https://shop.example/it's_(here)!*,;=:@&$~",
                "https://user@shop.example/",
                "https://[2001:db8::1]:8443/a",
                "http://192.0.2.7/a.jpg",
                "https://xn--e1afmkfd.xn--j1amh/",
                "https://shop.example/a?sig=ab%2Bc'd&e"
            })
    void anAddressThatIsRightByTheLetterStaysAsItIs(String address) {
        assertThat(WebAddress.of(address)).hasToString(address);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '~', textBlock = """
            https://shop.example/my photo (1).jpg -> https://shop.example/my%20photo%20(1).jpg
            https://shop.example/100%.jpg -> https://shop.example/100%25.jpg
            https://shop.example/a%2 b%zz%20c -> https://shop.example/a%252%20b%25zz%20c
            https://shop.example/a"b<c>d^e`f{g}h|i -> https://shop.example/a%22b%3Cc%3Ed%5Ee%60f%7Bg%7Dh%7Ci
            https://shop.example/[1]/a -> https://shop.example/%5B1%5D/a
            https://shop.example/?q=a b|c{d}"e"\\f -> https://shop.example/?q=a%20b%7Cc%7Bd%7D%22e%22%5Cf
            https://shop.example/a#b c|d -> https://shop.example/a#b%20c%7Cd
            https://shop.example/크기.png?색=흰#표 -> https://shop.example/%ED%81%AC%EA%B8%B0.png?%EC%83%89=%ED%9D%B0#%ED%91%9C
            https://shop.example/été/😀 -> https://shop.example/%C3%A9t%C3%A9/%F0%9F%98%80
            https://пример.укр/шлях -> https://xn--e1afmkfd.xn--j1amh/%D1%88%D0%BB%D1%8F%D1%85
            https://쇼핑.한국/ -> https://xn--hp4bo76a.xn--3e0b707e/
            https://ｓｈｏｐ。example/ -> https://shop.example/
            HTTPS://SHOP.example/A -> https://shop.example/A
            Http://shop.example/a -> http://shop.example/a
            https:\\\\shop.example\\a\\b.jpg -> https://shop.example/a/b.jpg
            https:/shop.example/a -> https://shop.example/a
            https:shop.example/a -> https://shop.example/a
            https://shop.example\\@other.example/ -> https://shop.example/@other.example/
            https://sh%6Fp.example/ -> https://shop.example/
            www.shop.example/a -> https://www.shop.example/a
            WWW.shop.example/size chart -> https://www.shop.example/size%20chart
            www.shop.example:8443?a=b -> https://www.shop.example:8443?a=b
            //cdn.shop.example/a b.jpg -> https://cdn.shop.example/a%20b.jpg
            https://my_shop.example/a b -> https://my_shop.example/a%20b
            http://127.1/x -> http://127.1/x
            """)
    void othersBecomeWhatABrowserWouldOpen(String written, String opened) {
        assertThat(WebAddress.of(written.replace("\\\\", "\\"))).hasToString(opened);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  https://shop.example/a ",
                "\t\r\nhttps://shop.example/a\r\n",
                "\u00A0https://shop.example/a\u3000",
                "\uFEFFhttps://shop.example/a\u200B\u200B",
                "\u202Ahttps://shop.example/a\u202C",
                "\u2068https://shop.example/a\u2069",
                "\u3164https://shop.example/a\uFE0F",
                "\u0000https://shop.example/a\u0007",
                "\"https://shop.example/a\"",
                "'https://shop.example/a'",
                "`https://shop.example/a`",
                "<https://shop.example/a>",
                "< https://shop.example/a >",
                "(https://shop.example/a)",
                "[https://shop.example/a]",
                "“https://shop.example/a”",
                "„https://shop.example/a“",
                "»https://shop.example/a«",
                "「https://shop.example/a」",
                "《 https://shop.example/a 》",
                "（https://shop.example/a）",
                "\"<\u200Bhttps://shop.example/a\u200B>\"",
                "\"https://shop.example/a",
                "https://shop.example/a”",
                "https://shop.ex\nample/\ta"
            })
    void whatStandsAroundAnAddressIsNotOfIt(String written) {
        assertThat(WebAddress.of(written)).hasToString("https://shop.example/a");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '~', textBlock = """
            https://en.wiki.example/Java_(island) -> https://en.wiki.example/Java_(island)
            (https://en.wiki.example/Java_(island)) -> https://en.wiki.example/Java_(island)
            https://shop.example/dogs' -> https://shop.example/dogs'
            'https://shop.example/dogs'' -> https://shop.example/dogs'
            https://shop.example/a. -> https://shop.example/a.
            https://shop.example/❤️ -> https://shop.example/%E2%9D%A4%EF%B8%8F
            """)
    void whatBelongsToAnAddressStays(String written, String opened) {
        assertThat(WebAddress.of(written)).hasToString(opened);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u3164",
                "shop.example/a",
                "see https://shop.example/",
                "www.",
                "www./a",
                "www..",
                "www is down",
                "www.shop example",
                "//",
                "// a comment",
                "/a/b.jpg",
                "ftp://shop.example/a",
                "javascript:alert(1)",
                "data:image/png;base64,AA==",
                "mailto:kim@shop.example",
                "file:///etc/passwd",
                "https:",
                "https://",
                "https:///",
                "http:///a.png",
                "https:\\\\\\a.png",
                "///a.png",
                "https://?a=b",
                "https://shop example/",
                "https://shop{x}.example/",
                "https://shop.example:99999/",
                "https://shop.example:a/",
                "https://[::1/",
                "https://shop..example|/",
                "\\\\server\\share\\a.jpg"
            })
    void whatLeadsNowhereIsNone(String written) {
        assertThat(WebAddress.of(written)).isNull();
    }

    @Test
    void noneIsNone() {
        assertThat(WebAddress.of(null)).isNull();
    }

    /** The check of an address and its fetch have to mean the same host. */
    @Test
    void whateverIsWrittenTheAddressIsPlainAndNamesTheHostThatABrowserWouldAsk() {
        String[] bits = {
            "https://",
            "HTTP:",
            "www.",
            "//",
            "shop",
            ".example",
            "/",
            "\\",
            "@",
            ":",
            "8443",
            "#",
            "?",
            "%",
            "%41",
            "%zz",
            " ",
            "\t",
            "é",
            "한",
            "\u200B",
            "\uD83D",
            "\uDE00",
            "{",
            "}",
            "|",
            "^",
            "[",
            "]",
            "(",
            ")",
            "<",
            ">",
            "\"",
            "'",
            "`",
            "_",
            "..",
            "-",
            "\u0000",
            "\u0085",
            "\u3002",
            "xn--",
            "::1",
            "127.1",
            "&",
            "=",
            "+",
            "\uFFFF",
            "\u202E"
        };
        for (long seed = 0; seed < Long.getLong("byoc.seeds", 400) * 5; seed++) {
            Random random = new Random(seed);
            StringBuilder written = new StringBuilder(random.nextInt(4) == 0 ? "" : "https://");
            for (int i = random.nextInt(9); i >= 0; i--) {
                written.append(bits[random.nextInt(bits.length)]);
            }
            URI address = WebAddress.of(written.toString());
            if (address != null) {
                HttpUrl read = HttpUrl.get(address.toString());
                assertThat(address.toString()).as("seed %s", seed).matches("https?://[!-~]+");
                assertThat(WebAddress.of(address.toString()))
                        .as("seed %s", seed)
                        .isEqualTo(address);
                assertThat(read.uri().getHost())
                        .as("seed %s", seed)
                        .satisfiesAnyOf(
                                host -> assertThat(host).isEqualToIgnoringCase(address.getHost()),
                                host -> assertThat(address.getHost()).isNull());
            }
        }
    }

    /** Soft hyphens count for nothing in a host: they show whether it was read. */
    @Test
    void aHostThatIsLongerThanAnyIsNotReadAndStaysInWords() {
        String host = "\u00AD".repeat(1_001) + "shop.example";

        assertThat(WebAddress.of("https://" + host.substring(800))).hasToString("https://shop.example/");
        assertThat(WebAddress.of("https://" + host)).isNull();
        assertThat(WebAddress.of("//" + host)).isNull();
        assertThat(WebAddress.of("www." + host)).isNull();
        assertThat(WebAddress.of("https://" + "a".repeat(1_000) + "@shop.example/a b"))
                .isNull();
        assertThat(WebAddress.of("https://shop.example/" + "a".repeat(2_000) + " b?" + "c".repeat(2_000)))
                .isNotNull();
        assertThat(WebAddress.inWords("https://" + host)).endsWith("shop.example");
    }

    @Test
    void anEndlessAddressTakesLinearTime() {
        assertThat(WebAddress.of("https://shop.example/" + "%".repeat(1_000_000))
                        .toString())
                .hasSize(3_000_021);
        assertThat(WebAddress.of("(".repeat(1_000_000) + "https://shop.example/" + ")".repeat(1_000_000)))
                .hasToString("https://shop.example/");
        assertThat(WebAddress.of("\u200B".repeat(1_000_000))).isNull();
        assertThat(WebAddress.of("www." + "a".repeat(1_000_000))).isNull();
    }
}
