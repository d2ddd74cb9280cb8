package dev.byoc.jdbc.internal;

import dev.byoc.Direction;
import dev.byoc.store.Timeline.State;

/** The numbers that directions and states have in the tables. They never change; the partial indices name some of them. */
public final class Codes {
    private Codes() {}

    public static int of(Direction direction) {
        return direction == Direction.INBOUND ? 0 : 1;
    }

    public static Direction direction(int code) {
        return code == 0 ? Direction.INBOUND : Direction.OUTBOUND;
    }

    public static int of(State state) {
        return switch (state) {
            case READY -> 0;
            case STARTED -> 1;
            case DONE -> 2;
            case DEAD -> 3;
            case DISCARDED -> 4;
            case REPLAYED -> 5;
        };
    }

    public static State state(int code) {
        return switch (code) {
            case 0 -> State.READY;
            case 1 -> State.STARTED;
            case 2 -> State.DONE;
            case 3 -> State.DEAD;
            case 4 -> State.DISCARDED;
            default -> State.REPLAYED;
        };
    }
}
