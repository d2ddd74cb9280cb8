package dev.byoc.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Health.Status;
import dev.byoc.host.SelfProbe.Outcome;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class HostWatchTest {
    private final Queue<Outcome> outcomes = new ArrayDeque<>();
    private final List<Status> told = new ArrayList<>();
    private final List<String> causes = new ArrayList<>();
    private final Queue<Throwable> failures = new ArrayDeque<>();
    private int restarts;
    private final HostWatch watch = new HostWatch(
            outcomes::remove,
            () -> {
                restarts++;
                Throwable failure = failures.poll();
                if (failure instanceof IOException e) {
                    throw e;
                }
                if (failure instanceof Error e) {
                    throw e;
                }
            },
            (status, cause, remedy) -> {
                told.add(status);
                causes.add(String.valueOf(cause));
            });

    @Test
    void aServerThatAnswersIsUp() {
        look(Outcome.ANSWERED);

        assertThat(told).containsExactly(Status.UP);
        assertThat(restarts).isZero();
    }

    @Test
    void aPauseThatEndsIsNoDeath() {
        look(Outcome.SILENT, Outcome.SILENT, Outcome.ANSWERED, Outcome.SILENT, Outcome.SILENT);

        assertThat(told).containsExactly(Status.UP);
        assertThat(restarts).isZero();
    }

    @Test
    void threeRequestsWithoutAnAnswerAreToldAndHaveANewServerMade() {
        look(Outcome.SILENT, Outcome.SILENT, Outcome.SILENT);

        assertThat(told).containsExactly(Status.DOWN);
        assertThat(causes.get(0)).contains("does not answer its own requests");
        assertThat(restarts).isEqualTo(1);
    }

    @Test
    void theNewServerIsUpOnlyOnceItHasAnswered() {
        look(Outcome.SILENT, Outcome.SILENT, Outcome.SILENT, Outcome.SILENT, Outcome.ANSWERED);

        assertThat(told).containsExactly(Status.DOWN, Status.UP);
        assertThat(restarts).isEqualTo(1);
    }

    @Test
    void aNewServerThatIsDeadTooIsReplacedInItsTurn() {
        look(Outcome.SILENT, Outcome.SILENT, Outcome.SILENT, Outcome.SILENT, Outcome.SILENT, Outcome.SILENT);

        assertThat(restarts).isEqualTo(2);
    }

    @Test
    void anAddressThatIsTakenMeanwhileIsToldAndTriedAtEachLook() {
        failures.add(new IOException("Address already in use"));
        failures.add(new IOException("Address already in use"));

        look(Outcome.SILENT, Outcome.SILENT, Outcome.SILENT, Outcome.SILENT, Outcome.SILENT);

        assertThat(restarts).isEqualTo(3);
        assertThat(causes).anyMatch(cause -> cause.contains("could not be opened anew: Address already in use"));
    }

    @Test
    void aFailureOfTheLookItselfDoesNotEndTheLooking() {
        failures.add(new OutOfMemoryError("unable to create native thread"));

        look(Outcome.SILENT, Outcome.SILENT, Outcome.SILENT, Outcome.SILENT);

        assertThat(restarts).isEqualTo(2);
    }

    @Test
    void asManyConnectionsAsMayBeAreNoReasonForANewServer() {
        look(Outcome.SILENT, Outcome.SILENT, Outcome.FULL, Outcome.FULL, Outcome.FULL, Outcome.FULL, Outcome.ANSWERED);

        assertThat(told).containsExactly(Status.DEGRADED, Status.DEGRADED, Status.DEGRADED, Status.DEGRADED, Status.UP);
        assertThat(restarts).isZero();
    }

    private void look(Outcome... then) {
        outcomes.addAll(List.of(then));
        while (!outcomes.isEmpty()) {
            watch.look();
        }
    }
}
