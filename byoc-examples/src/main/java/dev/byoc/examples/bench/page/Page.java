package dev.byoc.examples.bench.page;

import dev.byoc.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code docs/performance.md} of what the benchmarks have printed. */
public final class Page {
    private static final String MACHINE = "machine";
    private static final String BENCH = "bench";

    /** What every table has at its end, in this order. */
    private static final List<String> RESULT = List.of("figure", "unit", "baseline", "baseline_is", "ratio");

    private static final Map<String, String> HEADINGS = Map.ofEntries(
            Map.entry("relay", "CPU of relaying a message"),
            Map.entry("stored", "CPU on a store that has kept much"),
            Map.entry("ack", "Acknowledgements"),
            Map.entry("calls", "Calls, and the time added to them"),
            Map.entry("restart", "Starting again, and memory"),
            Map.entry("postgresql", "PostgreSQL"),
            Map.entry("outbox", "What one would write instead: a Spring controller with an outbox table"),
            Map.entry("media", "Files"));

    private final List<Row> rows;

    private Page(List<Row> rows) {
        this.rows = rows;
    }

    /**
     * The page.
     *
     * @param lines a file with a JSON object in each line; others are skipped
     */
    public static String of(Path lines) throws IOException {
        try (Stream<String> all = Files.lines(lines, StandardCharsets.UTF_8)) {
            return new Page(all.filter(line -> line.startsWith("{\"bench\":"))
                            .map(line -> new Row(Json.parse(line.getBytes(StandardCharsets.UTF_8))))
                            .toList())
                    .text();
        }
    }

    private String text() {
        StringBuilder page = new StringBuilder("""
                # Performance

                For people who choose or change byoc, and want to know what a message costs beside something simpler.

                Made by `-Dbench=page` of one run of the benchmarks: see "Bench" in [byoc-examples](../byoc-examples/README.md). Not written by hand.

                %s
                How to read it:

                - Ratios count, absolute figures are those of the machine. What is compared took turns, mostly in one process, with the same heap
                  and collector; each figure is the median of its turns. Two cores are busy with the relay, its baseline's turn, and Freshchat's
                  side, so messages a second depend on all of them; the CPU of the relay's own process for a message does not.
                - `figure` and `baseline` in µs are CPU of that process without the threads of the compiler and the garbage collector, which stand beside
                  it (`compiling_us`, `collecting_us`). `kb` is what was allocated, `switches` the context switches, each for a message.
                - The store is forced to the disk at each commit (SQLite `synchronous=full`, PostgreSQL `fsync` and `synchronous_commit` on), checks,
                  events and health are on, as in any relay. The log takes warnings and errors.
                - A bare loop makes the same calls with the same HTTP client and does nothing else: it forgets, reorders and repeats.

                ## Targets

                | what | target | measured | |
                |---|---|---|---|
                """.formatted(machine()));
        for (Target target : Target.ALL) {
            page.append(targetLine(target));
        }
        Set<String> benches = rows.stream()
                .map(row -> row.cell(BENCH))
                .filter(bench -> !bench.equals(MACHINE))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String bench : benches) {
            page.append("\n## ").append(HEADINGS.getOrDefault(bench, bench)).append("\n\n");
            table(
                    page,
                    rows.stream().filter(row -> row.cell(BENCH).equals(bench)).toList());
        }
        return page.toString();
    }

    private String machine() {
        return rows.stream()
                .filter(row -> row.cell(BENCH).equals(MACHINE))
                .map(row -> "Measured on %s with %s processors, Java %s (%s %s).\n"
                        .formatted(
                                row.cell("date"),
                                row.cell("processors"),
                                row.cell("java"),
                                row.cell("system"),
                                row.cell("architecture")))
                .collect(Collectors.joining());
    }

    private String targetLine(Target target) {
        double measured = rows.stream()
                .filter(row -> row.is(target.of()))
                .mapToDouble(target.figure())
                .findFirst()
                .orElse(Double.NaN);
        String unit = target.unit().isEmpty() ? "" : " " + target.unit();
        return "| %s | %s %s%s | %s | %s |%n"
                .formatted(
                        target.what(),
                        target.atMost() ? "at most" : "at least",
                        Row.digits(target.limit()),
                        unit,
                        Double.isNaN(measured) ? "not measured" : Row.digits(measured) + unit,
                        target.met(measured) ? "met" : "**missed**");
    }

    private static void table(StringBuilder page, List<Row> table) {
        Set<String> fields = new LinkedHashSet<>();
        table.forEach(row -> fields.addAll(row.line().fields().keySet()));
        fields.remove(BENCH);
        RESULT.forEach(fields::remove);
        fields.addAll(RESULT);
        page.append("| ").append(String.join(" | ", fields)).append(" |\n");
        page.append("|---".repeat(fields.size())).append("|\n");
        for (Row row : table) {
            page.append(fields.stream().map(row::cell).collect(Collectors.joining(" | ", "| ", " |\n")));
        }
    }
}
