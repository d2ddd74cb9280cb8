package dev.byoc.app.command;

import dev.byoc.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What failed permanently. */
@Command(
        name = "dead-letters",
        header = "List, replay or discard what failed permanently; also while no relay runs.",
        synopsisSubcommandLabel = "(list | replay | discard)",
        footer = {
            "",
            "Examples:",
            "  byoc dead-letters list --account shop --reason REJECTED",
            "  byoc dead-letters replay 1042 1043",
            "  byoc dead-letters replay --all --since 2026-01-15T09:00:00Z --dry-run"
        })
public final class DeadLettersCommand {
    /** Of one answer of the relay. */
    private static final int MOST = 1_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "list", header = "List dead letters, the newest first, at most 1,000.")
    int list(@Mixin Which which, @Mixin Target target) {
        return shown(target.ask("GET", "/v1/dead-letters", which.parameters()), target);
    }

    @Command(
            name = "replay",
            header = "Relay dead letters once more, each behind what waits for the same customer.",
            description = {
                "",
                "One that may have arrived is refused, as the customer or the agent could see it twice: --allow-duplicate replays it, by"
                        + " its number.",
                "",
                "Exit codes: 0: all were replayed; 1: some were not.",
                ""
            })
    int replay(
            @Parameters(paramLabel = "NUMBER", arity = "0..*", description = "As the list and the log show them.")
                    List<Long> numbers,
            @Option(names = "--all", description = "All that the filter covers and that have surely not arrived.")
                    boolean all,
            @Option(names = "--allow-duplicate", description = "Those too that may have arrived.")
                    boolean allowDuplicate,
            @Option(names = "--dry-run", description = "Show what --all would replay.") boolean dryRun,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes,
            @Mixin Which which,
            @Mixin Target target) {
        List<Long> given = which(numbers, all, which, "replay");
        if (all && allowDuplicate) {
            throw new ParameterException(
                    spec.subcommands().get("replay"),
                    "--allow-duplicate is for dead letters that are named by their numbers.");
        }
        if (all && dryRun) {
            return shown(target.ask("GET", "/v1/dead-letters/replayable", which.parameters()), target);
        }
        if (!Consent.given(
                yes || !(all || allowDuplicate), all ? "Replay all of them?" : "Replay what may have arrived?")) {
            return ExitCode.FAILED;
        }
        return all ? replayAll(which, target) : replayEach(given, allowDuplicate, dryRun, target);
    }

    private static int replayAll(Which which, Target target) {
        List<Json> replayed = new ArrayList<>();
        Map<String, String> parameters = new TreeMap<>(which.parameters());
        int some;
        do {
            Json answer = target.ask("POST", "/v1/dead-letters/replay", parameters);
            some = answer.get("deadLetters").items().size();
            replayed.addAll(answer.get("deadLetters").items());
            // What fails again is a dead letter of a later time: it is not replayed once more.
            parameters.put("until", answer.get("until").textOr(""));
            target.err().println(replayed.size() + " replayed");
        } while (some == MOST);
        return shown(Json.object().put("deadLetters", replayed).build(), target);
    }

    private static int replayEach(List<Long> numbers, boolean allowDuplicate, boolean dryRun, Target target) {
        List<Json> results = new ArrayList<>();
        boolean refused = false;
        for (long number : numbers) {
            Map<String, String> parameters = new TreeMap<>(Map.of("id", "" + number));
            if (allowDuplicate) {
                parameters.put("allow-duplicate", "yes");
            }
            String result = dryRun
                    ? "NOT_TRIED"
                    : target.ask("POST", "/v1/dead-letters/replay", parameters)
                            .get("result")
                            .textOr("");
            refused |= !dryRun && !result.equals("REPLAYED");
            results.add(Json.object().put("id", number).put("result", result).build());
            if (!target.isJson()) {
                target.out().println(number + ": " + sentence(result));
            }
        }
        if (target.isJson()) {
            target.printJson(Json.object().put("results", results).build());
        }
        return refused ? ExitCode.FAILED : ExitCode.OK;
    }

    private static String sentence(String result) {
        return switch (result) {
            case "REPLAYED" -> "replayed";
            case "MAY_HAVE_ARRIVED" -> "refused, as it may have arrived; --allow-duplicate replays it";
            case "NOT_DEAD" -> "there is no such dead letter, or it was replayed before";
            default -> "would be replayed, if it is a dead letter that has not arrived";
        };
    }

    @Command(
            name = "discard",
            header = "Discard dead letters for good, with what was said in them.",
            description = {"", "Exit codes: 0: done; 1: one of the numbers is none of a dead letter.", ""})
    int discard(
            @Parameters(paramLabel = "NUMBER", arity = "0..*", description = "As the list and the log show them.")
                    List<Long> numbers,
            @Option(names = "--all", description = "All that the filter covers.") boolean all,
            @Option(names = "--dry-run", description = "Show what --all would discard, at most 1,000.") boolean dryRun,
            @Option(
                            names = {"-y", "--yes"},
                            description = "Do not ask.")
                    boolean yes,
            @Mixin Which which,
            @Mixin Target target) {
        List<Long> given = which(numbers, all, which, "discard");
        if (dryRun) {
            return all ? list(which, target) : ExitCode.OK;
        }
        if (!Consent.given(yes, "Discard " + (all ? "all of them" : given.size() + " dead letters") + " for good?")) {
            return ExitCode.FAILED;
        }
        long discarded = 0;
        if (all) {
            discarded = discarded(target, which.parameters());
        } else {
            for (long number : given) {
                discarded += discarded(target, Map.of("id", "" + number));
            }
        }
        if (target.isJson()) {
            target.printJson(Json.object().put("discarded", discarded).build());
        } else {
            target.out().println(discarded + " discarded");
        }
        return all || discarded == given.size() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static long discarded(Target target, Map<String, String> parameters) {
        return target.ask("POST", "/v1/dead-letters/discard", parameters)
                .get("discarded")
                .numberOr(0);
    }

    /** Numbers, or all of a filter: a slip must not widen what is meant. */
    private List<Long> which(List<Long> numbers, boolean all, Which which, String command) {
        List<Long> given = numbers == null ? List.of() : numbers;
        boolean filtered = !which.parameters().isEmpty();
        if (given.isEmpty() != all || (filtered && !all)) {
            throw new ParameterException(
                    spec.subcommands().get(command), "Give numbers of dead letters, or --all, which a filter narrows.");
        }
        return given;
    }

    private static int shown(Json answer, Target target) {
        if (target.isJson()) {
            target.printJson(answer);
            return ExitCode.OK;
        }
        for (Json each : answer.get("deadLetters").items()) {
            target.out()
                    .println(each.get("id").numberOr(0) + "  " + each.get("at").textOr("") + "  "
                            + each.get("account").textOr("") + " "
                            + each.get("direction").textOr("").toLowerCase(Locale.ROOT) + " "
                            + each.get("party").textOr("") + "  "
                            + each.get("reason").textOr("")
                            + (each.get("mayHaveArrived").isTrue() ? " (may have arrived)" : ""));
        }
        target.err().println(answer.get("deadLetters").items().size() + " dead letters");
        return ExitCode.OK;
    }
}
