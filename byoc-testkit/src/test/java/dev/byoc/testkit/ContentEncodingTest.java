package dev.byoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.RelayRequest;
import dev.byoc.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentEncodingTest {
    private final EngineFixture engine = new EngineFixture();

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "identity",
                " identity ",
                "IDENTITY",
                "identity, identity",
                ",",
                "identity;identity",
                "identity;"
            })
    void aBodyThatIsNotPackedIsTaken(String encodings) {
        assertThat(post(encodings)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "x-gzip",
                "GZIP",
                "br",
                "deflate",
                "zstd",
                "identity, gzip",
                "identity;gzip",
                ";gzip",
                "gzip;",
                "*"
            })
    void aPackedBodyIsRefused(String encodings) {
        assertThat(post(encodings)).isEqualTo(415);
    }

    /** Headers of one name are parted by semicolons. */
    private int post(String encodings) {
        Map<String, List<String>> headers = new LinkedHashMap<>(engine.channel.headers());
        headers.put("CONTENT-Encoding", new ArrayList<>(List.of(encodings.split(";", -1))));
        Json body = FakeChannel.text("m1", "anna", "hello");
        return engine.relay
                .handle(new RelayRequest(
                        "POST", engine.relay.webhookUrl("shop").getRawPath(), null, headers, body.bytes(), null))
                .status();
    }
}
