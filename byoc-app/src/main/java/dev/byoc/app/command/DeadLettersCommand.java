package dev.byoc.app.command;

import dev.byoc.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What failed permanently. */
@Command(
        name = "dead-letters",
        header = "List, replay or discard what failed permanently; also while no relay runs.",
        synopsisSubcommandLabel = "(list | replay | discard)",
        footer = {
            "",
            "Examples:",
            "  java -jar byoc-app.jar dead-letters list --account shop --reason REJECTED",
            "  java -jar byoc-app.jar dead-letters replay 1042 1043",
            "  java -jar byoc-app.jar dead-letters replay --all --since 2026-01-15T09:00:00Z --dry-run"
        })
public final class DeadLettersCommand {
    /** Of one answer of the relay. */
    private static final int MOST = 1_000;

    private static final String ALLOWED = "--allow-duplicate replays it, by its number";

    @Command(
            name = "list",
            header = "List dead letters, the newest first, at most 1,000.",
            exitCodeList = {ExitCode.OF_OK, ExitCode.OF_USAGE, ExitCode.OF_UNREACHABLE})
    int list(@Mixin Which which, @Mixin Target target) {
        return shown(target.ask("GET", "/v1/dead-letters", which.parameters()), target);
    }

    @Command(
            name = "replay",
            header = "Relay dead letters once more, each behind what waits for the same customer.",
            description = {
                "",
                "One that may have arrived is refused, as the customer or the agent could see it twice: --all passes it over,"
                        + " --allow-duplicate replays it, by its number. --all replays what was stored before the command began, and so not once"
                        + " more what fails again.",
                ""
            },
            exitCodeList = {
                "0:all were replayed",
                "1:some were not, such as those that may have arrived",
                ExitCode.OF_USAGE,
                ExitCode.OF_UNREACHABLE
            })
    int replay(
            @Mixin Chosen chosen,
            @Option(names = "--allow-duplicate", description = "Also those of the numbers that may have arrived.")
                    boolean allowDuplicate,
            @Option(names = "--dry-run", description = "Show what would be replayed, and do nothing.") boolean dryRun,
            @Mixin Consent consent,
            @Mixin Target target) {
        Instant began = Instant.now();
        chosen.check();
        if (chosen.all() && allowDuplicate) {
            throw chosen.fault("--allow-duplicate is for dead letters that are named by their numbers.");
        }
        if (dryRun) {
            return chosen.all()
                    ? replayable(chosen.which(), target)
                    : untried(
                            chosen.numbers(), "would be replayed, if it is a dead letter that has not arrived", target);
        }
        if (chosen.all()) {
            return consent.given("Replay all of them?") ? replayAll(chosen.parameters(began), target) : ExitCode.FAILED;
        }
        return !allowDuplicate || consent.given("Replay what may have arrived?")
                ? replayEach(chosen.numbers(), allowDuplicate, target)
                : ExitCode.FAILED;
    }

    private static int replayable(Which which, Target target) {
        return shown(target.ask("GET", "/v1/dead-letters/replayable", which.parameters()), target);
    }

    private static int replayAll(Map<String, String> parameters, Target target) {
        Series series = new Series(target);
        List<Json> replayed = new ArrayList<>();
        long found = 0;
        long passedOver = 0;
        boolean full = false;
        boolean goesOn;
        do {
            Json answer = series.post("/v1/dead-letters/replay", parameters);
            if (answer == null) {
                break;
            }
            List<Json> some = answer.get("deadLetters").items();
            replayed.addAll(some);
            found += answer.get("found").numberOr(0);
            passedOver = answer.get("passedOver").numberOr(0);
            // What fails again is a dead letter of a later time: it is not replayed once more.
            parameters.put("until", answer.get("until").textOr(""));
            target.err().println(replayed.size() + " replayed");
            full = answer.get("found").numberOr(0) >= MOST;
            goesOn = full && !some.isEmpty() && !series.hasFailed();
        } while (goesOn);
        if (!target.isJson()) {
            print(replayed, target);
        }
        if (passedOver > 0) {
            target.err().println(passedOver + " passed over, as they may have arrived; " + ALLOWED);
        }
        return series.end(
                Json.object()
                        .put("found", found)
                        .put("replayed", replayed.size())
                        .put("passedOver", passedOver)
                        .put("deadLetters", replayed),
                passedOver == 0 && !full);
    }

    private static int replayEach(List<Long> numbers, boolean allowDuplicate, Target target) {
        Series series = new Series(target);
        List<Json> results = new ArrayList<>();
        boolean refused = false;
        for (long number : numbers) {
            Map<String, String> parameters = new TreeMap<>(Map.of("id", "" + number));
            if (allowDuplicate) {
                parameters.put("allow-duplicate", "yes");
            }
            Json answer = series.post("/v1/dead-letters/replay", parameters);
            if (answer == null) {
                break;
            }
            String result = answer.get("result").textOr("");
            refused |= !result.equals("REPLAYED");
            results.add(told(number, result, sentence(result), target));
        }
        return series.end(Json.object().put("results", results), !refused);
    }

    private static String sentence(String result) {
        return switch (result) {
            case "REPLAYED" -> "replayed";
            case "MAY_HAVE_ARRIVED" -> "refused, as it may have arrived; " + ALLOWED;
            default -> "there is no such dead letter, or it was replayed before";
        };
    }

    private static int untried(List<Long> numbers, String sentence, Target target) {
        List<Json> results = numbers.stream()
                .map(each -> told(each, "NOT_TRIED", sentence, target))
                .toList();
        if (target.isJson()) {
            target.printJson(Json.object().put("results", results).build());
        }
        return ExitCode.OK;
    }

    private static Json told(long number, String result, String sentence, Target target) {
        if (!target.isJson()) {
            target.out().println(number + ": " + sentence);
        }
        return Json.object().put("id", number).put("result", result).build();
    }

    @Command(
            name = "discard",
            header = "Discard dead letters for good, with what was said in them.",
            description = {"", "--all discards what was stored before the command began.", ""},
            exitCodeList = {
                "0:done",
                "1:one of the numbers is none of a dead letter, or it was not done",
                ExitCode.OF_USAGE,
                ExitCode.OF_UNREACHABLE
            })
    int discard(
            @Mixin Chosen chosen,
            @Option(
                            names = "--dry-run",
                            description = "Show what would be discarded, of --all at most 1,000, and do nothing.")
                    boolean dryRun,
            @Mixin Consent consent,
            @Mixin Target target) {
        Instant began = Instant.now();
        chosen.check();
        if (dryRun) {
            return chosen.all()
                    ? list(chosen.which(), target)
                    : untried(chosen.numbers(), "would be discarded, if it is a dead letter", target);
        }
        List<Long> numbers = chosen.numbers();
        String meant = chosen.all() ? "all of them" : numbers.size() + " dead letters";
        if (!consent.given("Discard " + meant + " for good?")) {
            return ExitCode.FAILED;
        }
        List<Map<String, String>> calls = chosen.all()
                ? List.of(chosen.parameters(began))
                : numbers.stream().map(each -> Map.of("id", "" + each)).toList();
        Series series = new Series(target);
        long discarded = 0;
        for (Map<String, String> each : calls) {
            Json answer = series.post("/v1/dead-letters/discard", each);
            if (answer == null) {
                break;
            }
            discarded += answer.get("discarded").numberOr(0);
        }
        if (!target.isJson()) {
            target.out().println(discarded + " discarded");
        }
        return series.end(Json.object().put("discarded", discarded), chosen.all() || discarded == numbers.size());
    }

    private static int shown(Json answer, Target target) {
        if (target.isJson()) {
            target.printJson(answer);
            return ExitCode.OK;
        }
        List<Json> letters = answer.get("deadLetters").items();
        print(letters, target);
        target.err().println(letters.size() + " dead letters");
        return ExitCode.OK;
    }

    private static void print(List<Json> letters, Target target) {
        for (Json each : letters) {
            target.out()
                    .println(each.get("id").numberOr(0) + "  " + each.get("at").textOr("") + "  "
                            + each.get("account").textOr("") + " "
                            + each.get("direction").textOr("").toLowerCase(Locale.ROOT) + " "
                            + each.get("party").textOr("") + "  "
                            + each.get("reason").textOr("")
                            + (each.get("mayHaveArrived").isTrue() ? " (may have arrived)" : ""));
        }
    }
}
