package dev.byoc.jdbc.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FreeDiskTest {
    @Test
    void freeSpaceThatComesAndGoesAboutTheLimitIsLowAllTheTime() {
        assertThat(FreeDisk.isLow(799, 800, false)).isTrue();
        assertThat(FreeDisk.isLow(800, 800, true)).isTrue();
        assertThat(FreeDisk.isLow(899, 800, true)).isTrue();
        assertThat(FreeDisk.isLow(900, 800, true)).isFalse();
        assertThat(FreeDisk.isLow(800, 800, false)).isFalse();
        assertThat(FreeDisk.isLow(Long.MAX_VALUE - 1, Long.MAX_VALUE, false)).isTrue();
    }
}
