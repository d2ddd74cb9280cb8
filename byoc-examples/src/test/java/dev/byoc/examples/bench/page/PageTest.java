package dev.byoc.examples.bench.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    @TempDir
    Path directory;

    private String page(String... lines) throws IOException {
        return Page.of(Files.write(directory.resolve("lines"), List.of(lines)));
    }

    private static String relay(double figure, double baseline) {
        return """
                {"bench":"relay","engine":"memory","network":"http/1.1","customers":64,"in_flight":512,"freshchat_ms":0,"kb":50.5,\
                "figure":%s,"unit":"us of CPU a message","baseline":%s,"baseline_is":"a bare OkHttp loop","ratio":1.5}""".formatted(figure, baseline);
    }

    @Test
    void targetIsMetWhereTheShareOfTheBareLoopIsLargeEnough() throws IOException {
        assertThat(page(relay(60, 42)))
                .contains("| CPU of a bare OkHttp loop / the relay's, memory, HTTP/1.1 | at least 0.65 | 0.7 | met |");
    }

    @Test
    void targetIsMissedWhereItIsTooSmall() throws IOException {
        assertThat(page(relay(100, 42))).contains("HTTP/1.1 | at least 0.65 | 0.42 | **missed** |");
    }

    @Test
    void whatWasNotMeasuredIsNotMet() throws IOException {
        assertThat(page(relay(60, 42))).contains("HTTP/2 with TLS | at least 0.7 | not measured | **missed** |");
    }

    @Test
    void eachLineOfABenchmarkIsARowOfItsTable() throws IOException {
        assertThat(page(relay(60, 42), "WARNING: something else", relay(1_234.5, 42)))
                .contains("""
                        ## CPU of relaying a message

                        | engine | network | customers | in_flight | freshchat_ms | kb | figure | unit | baseline | baseline_is | ratio |
                        |---|---|---|---|---|---|---|---|---|---|---|
                        | memory | http/1.1 | 64 | 512 | 0 | 50.5 | 60 | us of CPU a message | 42 | a bare OkHttp loop | 1.5 |
                        | memory | http/1.1 | 64 | 512 | 0 | 50.5 | 1,230 | us of CPU a message | 42 | a bare OkHttp loop | 1.5 |
                        """);
    }
}
