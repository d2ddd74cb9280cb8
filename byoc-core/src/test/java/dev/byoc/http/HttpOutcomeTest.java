package dev.byoc.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.SendResult;
import dev.byoc.http.HttpOutcome.Call;
import dev.byoc.http.HttpOutcome.Next;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpOutcomeTest {
    private static final Path DOCS = Path.of("../docs/reference/http-outcomes.md");
    private static final String BEGIN = "<!-- written by HttpOutcomeTest -->\n";
    private static final String END = "<!-- end -->\n";

    private static final Set<Call> MAKES_SOMETHING =
            EnumSet.of(Call.CREATE_USER, Call.CREATE_CONVERSATION, Call.POST, Call.NOTE);

    @Test
    void theReferenceShowsTheTable() throws IOException {
        String page = Files.readString(DOCS);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END, from);
        String right = page.substring(0, from) + table() + page.substring(to);
        if (Boolean.getBoolean("byoc.write")) {
            Files.writeString(DOCS, right);
            return;
        }

        assertThat(page)
                .as("write it anew: mvn -B -pl byoc-core -am test -Dtest=HttpOutcomeTest -Dbyoc.write=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(right);
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| how the call ended |");
        for (Call call : Call.values()) {
            table.append(' ')
                    .append(call.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                    .append(" |");
        }
        table.append("\n|---|").append("---|".repeat(Call.values().length)).append('\n');
        for (HttpOutcome outcome : HttpOutcome.values()) {
            table.append("| ").append(outcome.when()).append(" |");
            for (Call call : Call.values()) {
                table.append(' ').append(outcome.next(call)).append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }

    /** The words of each row name exactly the statuses that lead to it. */
    @ParameterizedTest
    @EnumSource(
            value = HttpOutcome.class,
            names = {"REDIRECTED", "LATE", "MISCONFIGURED", "GONE", "CONFLICT", "NOT_NOW", "THROTTLED", "UNAVAILABLE"})
    void aRowNamesItsStatuses(HttpOutcome outcome) {
        String named = outcome.when().replaceAll("[^0-9,]", "");

        assertThat(IntStream.range(-10, 1100)
                        .filter(status -> HttpOutcome.of(status) == outcome)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(",")))
                .isEqualTo(named);
    }

    @Test
    void anyNumberHasARow() {
        for (int status : new int[] {Integer.MIN_VALUE, -1, 0, 1, 99, 600, 999, 1000, Integer.MAX_VALUE}) {
            assertThat(HttpOutcome.of(status)).as("HTTP " + status).isEqualTo(HttpOutcome.FAILED);
        }
        assertThat(IntStream.range(200, 300)).allMatch(status -> HttpOutcome.of(status) == HttpOutcome.DONE);
        assertThat(IntStream.range(100, 200)).allMatch(status -> HttpOutcome.of(status) == HttpOutcome.ELSEWHERE);
        assertThat(IntStream.range(300, 400))
                .allMatch(status ->
                        List.of(HttpOutcome.ELSEWHERE, HttpOutcome.REDIRECTED).contains(HttpOutcome.of(status)));
    }

    @ParameterizedTest
    @EnumSource
    void aLookUpIsAlwaysRetriedAndLeavesNothingToSettle(HttpOutcome outcome) {
        assertThat(outcome.next(Call.LOOK_UP)).isNotIn(Next.GIVE_UP, Next.UNKNOWN);
        assertThat(outcome.next(Call.LOOK_UP).mayHaveBeenDone()).isFalse();
    }

    /** Whatever makes something and is made again was looked up before, unless it was surely not done. */
    @ParameterizedTest
    @EnumSource
    void whatMayHaveBeenDoneIsNotSimplyRepeated(HttpOutcome outcome) {
        boolean surelyNotDone = EnumSet.of(HttpOutcome.NOT_SENT, HttpOutcome.UNSENDABLE, HttpOutcome.MISCONFIGURED)
                .contains(outcome);
        for (Call call : MAKES_SOMETHING) {
            Next next = outcome.next(call);
            boolean again = next == Next.REPEAT || next == Next.WAIT;
            assertThat(again && !surelyNotDone).as(call + ": " + next).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                408, 409, 420, 421, 423, 425, 429, 444, 499, 500, 502, 503, 504, 520, 524, 529, 598, 599, 302, 304, 999
            })
    void noneOfTheseEndsAMessageAtOnce(int status) {
        for (Call call : MAKES_SOMETHING) {
            assertThat(HttpOutcome.of(status).next(call).mayHaveBeenDone())
                    .as("" + call)
                    .isTrue();
        }
    }

    @Test
    void silenceIsToldFromABrokenConnection() {
        assertThat(HttpOutcome.of(new HttpResult.NotSent("unknown host"))).isEqualTo(HttpOutcome.NOT_SENT);
        assertThat(HttpOutcome.of(new HttpResult.NoAnswer("EOFException"))).isEqualTo(HttpOutcome.NO_ANSWER);
        assertThat(HttpOutcome.of(new HttpResult.NoAnswer("timeout", HttpResult.NoAnswer.How.TIMED_OUT)))
                .isEqualTo(HttpOutcome.LATE);
    }

    // What a channel makes of it

    private static HttpResult.Answered answered(int status, String... retryAfter) {
        return new HttpResult.Answered(
                status,
                retryAfter.length == 0 ? Map.of() : Map.of("retry-after", List.of(retryAfter)),
                new byte[0],
                Instant.EPOCH);
    }

    /** What a channel that knows no body makes of any status. */
    private static SendResult sent(int status) {
        return SendResult.of(answered(status), answer -> SendResult.unread(answer, "HTTP " + status));
    }

    @Test
    void aSendEndsAsTheTableSays() {
        for (int status = 0; status < 1000; status++) {
            Next next = HttpOutcome.of(status).next(Call.SEND);
            Class<? extends SendResult> expected = switch (next) {
                case WAIT, REPEAT -> SendResult.TryLater.class;
                case GIVE_UP -> SendResult.Refused.class;
                default -> SendResult.Unknown.class;
            };
            assertThat(sent(status)).as("HTTP " + status + ": " + next).isInstanceOf(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "302, MISCONFIGURED",
        "400, REJECTED",
        "401, AUTH",
        "402, MISCONFIGURED",
        "403, AUTH",
        "404, MISCONFIGURED",
        "405, MISCONFIGURED",
        "409, REJECTED",
        "413, TOO_LARGE",
        "422, REJECTED"
    })
    void aRefusalSaysWhatTheAdminCanDo(int status, SendResult.Reason reason) {
        assertThat(sent(status)).isEqualTo(new SendResult.Refused(reason, "HTTP " + status));
    }

    @Test
    void aServerThatSaysHowLongIsBelieved() {
        for (int status : new int[] {421, 423, 425, 429, 503}) {
            boolean all = status == 429 || status == 503;
            assertThat(SendResult.unread(answered(status, "7"), ""))
                    .isEqualTo(new SendResult.TryLater(Duration.ofSeconds(7), all, ""));
        }
    }

    /** A body in the network's own words counts for more than a status that a proxy may have set. */
    @Test
    void aChannelReadsWhatIsItsOwnToRead() {
        SendResult own = new SendResult.Accepted(List.of("1"));
        int[] read = IntStream.range(100, 1000)
                .filter(status -> SendResult.of(answered(status), answer -> own).equals(own))
                .toArray();

        assertThat(Arrays.stream(read).boxed()).contains(200, 202, 302, 400, 404, 413, 423, 444);
        assertThat(Arrays.stream(read).boxed()).doesNotContain(401, 403, 408, 429, 499, 500, 503, 599, 700);
    }
}
