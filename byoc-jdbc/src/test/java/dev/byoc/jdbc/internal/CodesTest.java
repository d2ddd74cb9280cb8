package dev.byoc.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.store.Timeline.State;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tables and their partial indices hold these numbers. */
class CodesTest {
    @Test
    void numbersStayAsTheyAreStored() {
        assertThat(Arrays.stream(Direction.values()).map(each -> each + " " + Codes.of(each)))
                .containsExactly("INBOUND 0", "OUTBOUND 1");
        assertThat(Arrays.stream(State.values()).map(each -> each + " " + Codes.of(each)))
                .containsExactly("READY 0", "STARTED 1", "DONE 2", "DEAD 3", "DISCARDED 4", "REPLAYED 5");
    }

    @Test
    void eachNumberIsReadAsWhatItWas() {
        assertThat(Direction.values()).allMatch(each -> Codes.direction(Codes.of(each)) == each);
        assertThat(State.values()).allMatch(each -> Codes.state(Codes.of(each)) == each);
    }
}
