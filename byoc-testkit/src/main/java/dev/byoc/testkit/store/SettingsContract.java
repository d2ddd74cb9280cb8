package dev.byoc.testkit.store;

import static dev.byoc.testkit.store.StoreUnderTest.present;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What hosts share by a store: settings and locks. */
interface SettingsContract extends StoreUnderTest {
    @Test
    default void lockIsForOneAndEndsByItself() {
        assertThat(store().settings().lock("registering", Duration.ofMinutes(1)))
                .isNotNull();
        assertThat(store().settings().lock("registering", Duration.ofMinutes(1)))
                .isNull();
        assertThat(store().settings().lock("another", Duration.ofMinutes(1))).isNotNull();

        clock().advance(Duration.ofSeconds(59));
        assertThat(store().settings().lock("registering", Duration.ofMinutes(1)))
                .isNull();
        clock().advance(Duration.ofSeconds(2));
        assertThat(store().settings().lock("registering", Duration.ofMinutes(1)))
                .isNotNull();
    }

    @Test
    default void lockThatWasGivenBackIsFreeAtOnce() {
        Instant lock = present(store().settings().lock("registering", Duration.ofMinutes(1)));

        store().settings().unlock("registering", lock);

        assertThat(store().settings().lock("registering", Duration.ofMinutes(1)))
                .isNotNull();
    }

    @Test
    default void lockThatHasEndedIsNotGivenBackForItsNextHolder() {
        Instant ended = present(store().settings().lock("registering", Duration.ofMinutes(1)));
        clock().advance(Duration.ofSeconds(61));
        Instant next = present(store().settings().lock("registering", Duration.ofMillis(1500)));

        store().settings().unlock("registering", ended);

        assertThat(store().settings().lock("registering", Duration.ofMinutes(1)))
                .isNull();
        store().settings().unlock("registering", next);
        assertThat(store().settings().lock("registering", Duration.ofMinutes(1)))
                .isNotNull();
    }

    @Test
    default void lockThatHasEndedIsNotGivenBackForALaterHolderEither() {
        Instant ended = present(store().settings().lock("registering", Duration.ofMinutes(1)));
        clock().advance(Duration.ofSeconds(61));
        store().settings()
                .unlock("registering", present(store().settings().lock("registering", Duration.ofMinutes(1))));
        store().settings().lock("registering", Duration.ofMinutes(1));

        store().settings().unlock("registering", ended);

        assertThat(store().settings().lock("registering", Duration.ofMinutes(1)))
                .isNull();
    }

    @Test
    default void locksOfOtherNamesAreNotGivenBack() {
        Instant one = present(store().settings().lock("one", Duration.ofMinutes(1)));
        store().settings().lock("other", Duration.ofMinutes(1));

        store().settings().unlock("other", one.plusMillis(1));
        store().settings().unlock("one", one);

        assertThat(store().settings().lock("other", Duration.ofMinutes(1))).isNull();
        assertThat(store().settings().lock("one", Duration.ofMinutes(1))).isNotNull();
    }

    @Test
    default void settingKeepsItsFirstValueUntilItIsPut() {
        assertThat(store().settings().get("secret")).isNull();
        assertThat(store().settings().getOrPut("secret", "one")).isEqualTo("one");
        assertThat(store().settings().getOrPut("secret", "two")).isEqualTo("one");

        store().settings().put("secret", "three");

        assertThat(store().settings().get("secret")).isEqualTo("three");
    }
}
