package dev.byoc.examples.bench.contest;

import dev.byoc.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sides that take turns in one process, with the same heap, collector and compiler.
 *
 * <p>The virtual machine compiles until it has seen some hundred thousand messages, however long that takes. So the warm-up is counted in
 * messages: of each of the first two sides so many, and on until the compiler takes less than two microseconds a message, five times as many
 * at the most. The other sides run the same code with other numbers.
 *
 * @param warmup messages of each of the first two sides before anything is measured
 * @param messages of a turn
 * @param turns of each side that are measured
 */
public record Contest(int warmup, int messages, int turns) {
    private static final double COMPILED_MICROS = 2;
    private static final int MOST_WARMUPS = 5;
    private static final int WARMED = 2;

    /** A side, and how much of a turn it gets: one that is slow gets less. */
    public record Entrant(Side side, double share) {}

    /** Plays it; gives the median turn of each side. */
    public List<Turn> play(List<Entrant> entrants) {
        for (Entrant entrant : entrants) {
            int introduction = Math.min(entrant.side.introduction(), warmup);
            if (introduction > 0) {
                turn(entrant.side, introduction);
            }
        }
        List<Entrant> first = entrants.subList(0, Math.min(WARMED, entrants.size()));
        boolean compiled = false;
        for (int done = 0; done < warmup * MOST_WARMUPS && !(compiled && done >= warmup); done += messages) {
            compiled = true;
            for (Entrant entrant : first) {
                compiled &= turn(entrant.side, messages).compiling() < COMPILED_MICROS;
            }
        }
        List<List<Turn>> all =
                entrants.stream().<List<Turn>>map(entrant -> new ArrayList<>()).toList();
        for (int turn = 0; turn < turns; turn++) {
            for (int i = 0; i < entrants.size(); i++) {
                Entrant entrant = entrants.get(i);
                all.get(i).add(turn(entrant.side, Math.max(1, (int) (messages * entrant.share))));
            }
        }
        return all.stream().map(Turn::median).toList();
    }

    private static Turn turn(Side side, int messages) {
        side.prepare(messages);
        System.gc();
        Usage before = side.usage();
        side.run(messages);
        return Turn.of(side.usage().since(before), messages);
    }

    /** As the arguments of the process that plays it. */
    public List<String> arguments() {
        return List.of(String.valueOf(warmup), String.valueOf(messages), String.valueOf(turns));
    }

    static Contest of(String[] arguments) {
        return new Contest(
                Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    }

    /** The median turns, as one process tells them another. */
    static Json.Builder told(List<Turn> turns) {
        return Json.object().put("turns", turns.stream().map(Turn::toJson).toList());
    }

    static List<Turn> read(Json told) throws IOException {
        List<Turn> turns = new ArrayList<>();
        for (Json turn : told.get("turns").items()) {
            turns.add(Turn.read(turn));
        }
        return turns;
    }
}
