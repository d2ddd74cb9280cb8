package dev.byoc.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.http.HttpCall;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

final class OkHttpDeadlineTest {
    private static final HttpCall CALL = HttpCall.post(URI.create("https://api.example.test/"));

    private final List<String> timeouts = new ArrayList<>();
    private final OkHttp http = new OkHttp(
            new OkHttpClient.Builder()
                    .addInterceptor(chain -> {
                        timeouts.add(chain.readTimeoutMillis() + " of "
                                + chain.call().timeout().timeoutNanos() / 1_000_000);
                        throw new IOException("far enough");
                    })
                    .build(),
            Clock.systemUTC(),
            Duration.ofSeconds(20),
            (media, within) -> {
                throw new IOException("no files here");
            });

    @Test
    void letsAServerBeSilentForAsLongAsTheCallerGrants() {
        http.call(CALL.within(Duration.ofSeconds(90)));
        http.call(CALL);

        assertThat(timeouts).containsExactly("90000 of 90000", "20000 of 30000");
    }
}
