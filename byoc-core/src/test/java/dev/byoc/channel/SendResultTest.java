package dev.byoc.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.SendResult.Reason;
import dev.byoc.http.HttpResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network whose answers say more than their status is read before the status counts. */
class SendResultTest {
    private static final SendResult GONE = new SendResult.Refused(Reason.RECIPIENT_GONE, "blocked");
    private static final SendResult TAKEN = new SendResult.Accepted(List.of("1"));

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 403, 408, 429, 500, 503})
    void whatTheNetworkSaysFirstCountsWhateverTheStatus(int status) {
        assertThat(SendResult.of(answer(status), answer -> GONE, answer -> TAKEN))
                .isSameAs(GONE);
    }

    @Test
    void statusCountsWhereTheNetworkSaysNothing() {
        assertThat(SendResult.of(answer(403), answer -> null, answer -> TAKEN))
                .isEqualTo(new SendResult.Refused(Reason.AUTH, "HTTP 403"));
        assertThat(SendResult.of(answer(200), answer -> null, answer -> TAKEN)).isSameAs(TAKEN);
    }

    @Test
    void firstReadingThatThrowsHasSaidNothing() {
        assertThat(SendResult.of(
                        answer(500),
                        answer -> {
                            throw new StackOverflowError("nested too deeply");
                        },
                        answer -> TAKEN))
                .isInstanceOf(SendResult.Unknown.class);
    }

    @Test
    void nothingIsReadOfACallWithoutAnAnswer() {
        assertThat(SendResult.of(new HttpResult.NotSent("no route"), answer -> GONE, answer -> TAKEN))
                .isInstanceOf(SendResult.TryLater.class);
        assertThat(SendResult.of(new HttpResult.NoAnswer("cut"), answer -> GONE, answer -> TAKEN))
                .isInstanceOf(SendResult.Unknown.class);
    }

    private static HttpResult answer(int status) {
        return new HttpResult.Answered(status, Map.of(), new byte[0], Instant.EPOCH);
    }
}
