package dev.byoc.jdbc.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.Direction;
import dev.byoc.store.Timeline.State;
import dev.byoc.store.spi.Doubt;
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
        assertThat(Arrays.stream(Doubt.values()).map(each -> each + " " + Codes.of(each)))
                .containsExactly("BROKE_OFF 0", "TIMED_OUT 1", "ANSWERED 2");
    }

    @Test
    void eachNumberIsReadAsWhatItWas() {
        assertThat(Direction.values()).allMatch(each -> Codes.direction(Codes.of(each)) == each);
        assertThat(State.values()).allMatch(each -> Codes.state(Codes.of(each)) == each);
        assertThat(Doubt.values()).allMatch(each -> Codes.doubt(Codes.of(each)) == each);
    }
}
