package dev.byoc.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.event.Health.Status;
import dev.byoc.event.RelayEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Conditions conditions = new Conditions(new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    });

    @Test
    void whatIsSaidAgainKeepsTheTimeWhenItBegan() {
        conditions.begin("viber-main", HealthKind.KEY, Status.DEGRADED, "the key is refused", "Look.");
        now.set(START.plusSeconds(60));
        conditions.begin("viber-main", HealthKind.KEY, Status.DOWN, "the key is refused for good", "Set another.");

        assertThat(conditions.of("viber-main"))
                .containsExactly(new Conditions.Condition(
                        "viber-main",
                        HealthKind.KEY,
                        Status.DOWN,
                        START,
                        "the key is refused for good",
                        "Set another."));
    }

    @Test
    void ofEqualsAPauseThatEndsByItselfComesLast() {
        conditions.begin("freshchat", HealthKind.PAUSED, Status.DOWN, "answered 429", "It is tried again by itself.");
        now.set(START.plusSeconds(1));
        conditions.begin("freshchat", HealthKind.ANOTHER_ACCOUNT, Status.DOWN, "of account 2002", "Set it right.");

        assertThat(Conditions.worst(conditions.of("freshchat")))
                .extracting(Conditions.Condition::kind)
                .isEqualTo(HealthKind.ANOTHER_ACCOUNT);
    }

    @Test
    void theWorstComesFirstAndOfEqualsTheOldest() {
        conditions.begin("store", HealthKind.DISK, Status.DEGRADED, "nearly full", "Look.");
        now.set(START.plusSeconds(1));
        conditions.begin("store", HealthKind.REFUSES, Status.DOWN, "gone", "Look.");
        now.set(START.plusSeconds(2));
        conditions.begin("store", HealthKind.SERVER, Status.DOWN, "corrupt", "Look.");

        assertThat(Conditions.worst(conditions.of("store")))
                .extracting(Conditions.Condition::kind)
                .isEqualTo(HealthKind.REFUSES);
    }

    @Test
    void whatHasEndedIsGoneAndTheOthersStay() {
        conditions.begin("store", HealthKind.DISK, Status.DEGRADED, "nearly full", "Look.");
        conditions.begin("host", HealthKind.SILENT, Status.DOWN, "answers nothing", "Look.");

        conditions.end("store", HealthKind.DISK);
        conditions.end("store", HealthKind.CLOCK);

        assertThat(conditions.of("store")).isEmpty();
        assertThat(Conditions.worst(conditions.of("store"))).isNull();
        assertThat(conditions.of("host")).hasSize(1);
    }

    @Test
    void eachChangeIsToldWithTheStatusOfTheWholeComponent() {
        List<RelayEvent.HealthChanged> told = new ArrayList<>();
        conditions.tellTo(told::add);

        conditions.begin("store", HealthKind.DISK, Status.DEGRADED, "nearly full", "Make room.");
        conditions.begin("store", HealthKind.DISK, Status.DEGRADED, "nearly full still", "Make room.");
        conditions.begin("store", HealthKind.REFUSES, Status.DOWN, "full", "Look.");
        conditions.end("store", HealthKind.DISK);
        conditions.end("store", HealthKind.DISK);
        conditions.end("store", HealthKind.REFUSES);

        assertThat(told)
                .containsExactly(
                        changed(Status.UP, Status.DEGRADED, "disk", "nearly full", "Make room.", true),
                        changed(Status.DEGRADED, Status.DOWN, "refuses", "full", "Look.", true),
                        changed(Status.DOWN, Status.DOWN, "disk", "nearly full still", "Make room.", false),
                        changed(Status.DOWN, Status.UP, "refuses", "full", "Look.", false));
    }

    private static RelayEvent.HealthChanged changed(
            Status before, Status after, String kind, String cause, String remedy, boolean began) {
        return new RelayEvent.HealthChanged("store", before, after, kind, cause, remedy, began);
    }

    @Test
    void findingThatCallsDisproveIsOneConditionThatStays() {
        List<RelayEvent.HealthChanged> told = new ArrayList<>();
        conditions.tellTo(told::add);
        Findings findings = new Findings(conditions);

        for (int round = 0; round < 10; round++) {
            findings.found(
                    "freshchat", HealthKind.HOST, Status.DOWN, "GET /accounts/configuration answered 404", "Look.");
            findings.works("freshchat");
        }

        assertThat(conditions.of("freshchat")).singleElement().satisfies(condition -> {
            assertThat(condition.kind()).isEqualTo(HealthKind.PROBE);
            assertThat(condition.status()).isEqualTo(Status.DEGRADED);
            assertThat(condition.cause()).contains("Messages pass", "404");
        });
        assertThat(told).hasSize(3);

        findings.nothingFound("freshchat");
        assertThat(conditions.of("freshchat")).isEmpty();
    }

    @Test
    void probeIsBelievedAgainWhenCallsFailToo() {
        Findings findings = new Findings(conditions);
        findings.found("freshchat", HealthKind.TOKEN, Status.DOWN, "401", "Look.");
        findings.works("freshchat");
        findings.fails("freshchat");

        findings.found("freshchat", HealthKind.TOKEN, Status.DOWN, "401", "Look.");

        assertThat(conditions.of("freshchat"))
                .extracting(Conditions.Condition::kind)
                .containsExactly(HealthKind.TOKEN);
    }

    @Test
    void anotherFindingIsNotTakenForTheOneThatWasDisproved() {
        Findings findings = new Findings(conditions);
        findings.found("shop", HealthKind.UNREACHABLE, Status.DEGRADED, "no answer", "Look.");
        findings.works("shop");

        findings.found("shop", HealthKind.KEY, Status.DOWN, "refused", "Look.");

        assertThat(conditions.of("shop")).extracting(Conditions.Condition::kind).containsExactly(HealthKind.KEY);
    }

    /** A probe that finds one thing after another is never well between them. */
    @Test
    void oneFindingGivesWayToAnotherWithoutAMomentOfHealth() {
        List<RelayEvent.HealthChanged> told = new ArrayList<>();
        conditions.tellTo(told::add);
        Findings findings = new Findings(conditions);

        findings.found("freshchat", HealthKind.UNREACHABLE, Status.DEGRADED, "no answer", "Look.");
        findings.found("freshchat", HealthKind.TOKEN, Status.DOWN, "401", "Look.");
        findings.found("freshchat", HealthKind.RIGHT, Status.DEGRADED, "403", "Look.");

        assertThat(told).extracting(RelayEvent.HealthChanged::after).doesNotContain(Status.UP);
        assertThat(conditions.of("freshchat"))
                .extracting(Conditions.Condition::kind)
                .containsExactly(HealthKind.RIGHT);
    }

    @Test
    void nothingIsToldOfARelayThatEnds() {
        List<RelayEvent.HealthChanged> told = new ArrayList<>();
        conditions.begin("store", HealthKind.DISK, Status.DEGRADED, "nearly full", "Look.");
        conditions.tellTo(told::add);

        conditions.close();
        conditions.begin("store", HealthKind.REFUSES, Status.DOWN, "it is closed", "Look.");
        conditions.end("store", HealthKind.DISK);

        assertThat(told).isEmpty();
    }

    @Test
    void anotherStatusOfTheSameKindIsToldToo() {
        List<RelayEvent.HealthChanged> told = new ArrayList<>();
        conditions.tellTo(told::add);

        conditions.begin("shop", HealthKind.HUNG_CALLS, Status.DEGRADED, "one", "Look.");
        conditions.begin("shop", HealthKind.HUNG_CALLS, Status.DOWN, "eight", "Look.");
        conditions.begin("shop", HealthKind.HUNG_CALLS, Status.DEGRADED, "seven", "Look.");

        assertThat(told)
                .extracting(RelayEvent.HealthChanged::after)
                .containsExactly(Status.DEGRADED, Status.DOWN, Status.DEGRADED);
    }
}
