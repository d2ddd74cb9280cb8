package dev.byoc.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final List<String> SENT = List.of("a", "b", "c");

    @Test
    void everythingOnceAndInOrderIsGood() {
        Verdict verdict = Verdict.of(List.of(stream(known("a"), known("b"), known("c"))));

        assertThat(verdict.good()).isTrue();
        assertThat(verdict.line(7))
                .isEqualTo("kills=7 acknowledged=3 delivered=3 doubled=0 unexplained=0 lost=0 misordered=0");
    }

    @Test
    void whatIsMissingIsLost() {
        Verdict verdict = Verdict.of(List.of(stream(known("a"), known("c"))));

        assertThat(verdict.good()).isFalse();
        assertThat(verdict.line(0))
                .isEqualTo("kills=0 acknowledged=3 delivered=2 doubled=0 unexplained=0 lost=1 misordered=0");
        assertThat(verdict.findings()).containsExactly("in c00: lost \"b\"");
    }

    @Test
    void aCopyIsExplainedIfNoEarlierAnswerReachedTheRelay() {
        Verdict verdict = Verdict.of(List.of(stream(known("a"), unknown("b"), unknown("b"), known("b"), known("c"))));

        assertThat(verdict.good()).isTrue();
        assertThat(verdict.doubled()).isEqualTo(2);
        assertThat(verdict.delivered()).isEqualTo(3);
    }

    @Test
    void aCopyOfWhatTheRelayKnewToHaveArrivedIsUnexplained() {
        Verdict verdict = Verdict.of(List.of(stream(known("a"), known("b"), unknown("b"), known("c"))));

        assertThat(verdict.good()).isFalse();
        assertThat(verdict.unexplained()).isEqualTo(1);
        assertThat(verdict.doubled()).isEqualTo(1);
    }

    @Test
    void aThirdCopyNeedsAnExcuseOfItsOwn() {
        Verdict verdict = Verdict.of(List.of(stream(known("a"), unknown("b"), known("b"), known("b"), known("c"))));

        assertThat(verdict.doubled()).isEqualTo(2);
        assertThat(verdict.unexplained()).isEqualTo(1);
    }

    @Test
    void aMessageBehindALaterOneIsMisordered() {
        Verdict verdict = Verdict.of(List.of(stream(known("a"), known("c"), known("b"))));

        assertThat(verdict.good()).isFalse();
        assertThat(verdict.misordered()).isEqualTo(1);
        assertThat(verdict.lost()).isZero();
    }

    @Test
    void aLateCopyDoesNotMakeAWrongOrder() {
        Verdict verdict = Verdict.of(List.of(stream(unknown("a"), known("b"), known("a"), known("c"))));

        assertThat(verdict.good()).isTrue();
        assertThat(verdict.doubled()).isEqualTo(1);
    }

    @Test
    void aCopyDoesNotHideAWrongOrder() {
        Verdict verdict = Verdict.of(List.of(stream(known("a"), unknown("c"), known("b"), known("c"))));

        assertThat(verdict.misordered()).isEqualTo(1);
        assertThat(verdict.doubled()).isEqualTo(1);
    }

    @Test
    void messageThatWasNotSentThereIsUnexplained() {
        Verdict verdict = Verdict.of(List.of(stream(known("a"), known("b"), known("c"), known("somebody else's"))));

        assertThat(verdict.good()).isFalse();
        assertThat(verdict.unexplained()).isEqualTo(1);
        assertThat(verdict.delivered()).isEqualTo(3);
    }

    @Test
    void streamsAreJudgedApartAndAddedUp() {
        Stream fine = stream(known("a"), known("b"), known("c"));
        Stream bad = new Stream("out c00", List.of("x", "y"), List.of(known("y")));

        Verdict verdict = Verdict.of(List.of(fine, bad));

        assertThat(verdict.line(1))
                .isEqualTo("kills=1 acknowledged=5 delivered=4 doubled=0 unexplained=0 lost=1 misordered=0");
    }

    private static Stream stream(Arrival... arrivals) {
        return new Stream("in c00", SENT, Arrays.asList(arrivals));
    }

    private static Arrival known(String text) {
        return new Arrival(text, true);
    }

    private static Arrival unknown(String text) {
        return new Arrival(text, false);
    }
}
