package dev.byoc.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.relay.Health.Status;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
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
        conditions.begin("viber-main", "key", Status.DEGRADED, "the key is refused", null);
        now.set(START.plusSeconds(60));
        conditions.begin("viber-main", "key", Status.DOWN, "the key is refused for good", "Set another.");

        assertThat(conditions.of("viber-main"))
                .containsExactly(new Conditions.Condition(
                        "viber-main", "key", Status.DOWN, START, "the key is refused for good", "Set another."));
    }

    @Test
    void theWorstComesFirstAndOfEqualsTheOldest() {
        conditions.begin("store", "disk", Status.DEGRADED, "nearly full", null);
        now.set(START.plusSeconds(1));
        conditions.begin("store", "file", Status.DOWN, "gone", null);
        now.set(START.plusSeconds(2));
        conditions.begin("store", "damage", Status.DOWN, "corrupt", null);

        assertThat(Conditions.worst(conditions.of("store")))
                .extracting(Conditions.Condition::kind)
                .isEqualTo("file");
    }

    @Test
    void whatHasEndedIsGoneAndTheOthersStay() {
        conditions.begin("store", "disk", Status.DEGRADED, "nearly full", null);
        conditions.begin("host", "silent", Status.DOWN, "answers nothing", null);

        conditions.end("store", "disk");
        conditions.end("store", "never begun");

        assertThat(conditions.of("store")).isEmpty();
        assertThat(Conditions.worst(conditions.of("store"))).isNull();
        assertThat(conditions.of("host")).hasSize(1);
    }
}
