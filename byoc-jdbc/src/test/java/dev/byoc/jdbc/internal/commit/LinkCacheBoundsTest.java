package dev.byoc.jdbc.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.store.spi.Link;
import org.junit.jupiter.api.Test;

class LinkCacheBoundsTest {
    private final LinkCache cache = new LinkCache(2);

    private LinkCache.Changes written(String customer) {
        LinkCache.Changes changes = cache.new Changes();
        changes.set(Link.of("x", customer));
        changes.commits();
        return changes;
    }

    @Test
    void linkThatWasUsedLongestAgoMakesRoom() {
        written("a").committed();
        written("b").committed();
        assertThat(cache.of("x", "a")).isNotNull();

        written("c").committed();

        assertThat(cache.of("x", "b")).isNull();
        assertThat(cache.of("x", "a")).isNotNull();
        assertThat(cache.of("x", "c")).isNotNull();
    }

    @Test
    void linkIsUnknownWhileItsCommitIsUnderWayAndAfterOneThatFailed() {
        written("a").committed();
        written("b").committed();

        LinkCache.Changes underWay = written("a");

        assertThat(cache.of("x", "a")).isNull();
        assertThat(cache.of("x", "b")).isNotNull();
        underWay.committed();
        assertThat(cache.of("x", "a")).isNotNull();
    }
}
