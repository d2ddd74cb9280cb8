package dev.byoc.examples.sandbox;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** Writes down who said what, and on which side it was seen. */
final class Transcript {
    private final PrintStream out;
    private final List<Row> shown = new ArrayList<>();

    Transcript(PrintStream out) {
        this.out = out;
    }

    /** An action that becomes a webhook; {@code webhook} gives the relay's answer to it. */
    void act(String what, IntSupplier webhook) {
        act(what);
        int status = webhook.getAsInt();
        if (status != 200) {
            out.println("    The relay answered " + status + ".");
        }
    }

    /** Something happens. */
    void act(String what) {
        out.println();
        out.println(what);
    }

    /** Shows the rows that are new since the last time. */
    void seen(Ledger ledger) {
        List<Row> fresh = new ArrayList<>(ledger.rows());
        shown.forEach(fresh::remove);
        for (Row row : fresh) {
            out.println("    %-9s  %-5s  %-12s  %s".formatted(row.side(), row.customer(), row.kind(), row.text()));
        }
        // Not the sum of all: a conversation may become again what it was before.
        shown.clear();
        shown.addAll(ledger.rows());
    }
}
