package dev.byoc.app.command;

import dev.byoc.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What happened to a message, or to the last ones of a customer. */
@Command(
        name = "timeline",
        header = "Show what happened to a message, or to the last ones of a customer; also while no relay runs.",
        description = {
            "",
            "An id can name several entries: a message on two accounts, a message and its replay. Of a customer the entries are shown that were"
                    + " stored last, the newest first; of a store that holds millions all may be read, for some seconds.",
            ""
        },
        exitCodeList = {"0:there is one", "1:there is none", ExitCode.OF_USAGE, ExitCode.OF_UNREACHABLE},
        footer = {
            "",
            "Examples:",
            "  java -jar byoc-app.jar timeline 5741311803571721087",
            "  java -jar byoc-app.jar timeline --customer dyN4Ob6OXfag+Atd/1SifA== --account shop"
        })
public final class TimelineCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "ID",
            arity = "0..1",
            description =
                    "The messenger's or Freshchat's id of the message, an event key as the log names it, or a dead letter's number.")
    private @Nullable String id;

    @Option(
            names = "--customer",
            paramLabel = "ID",
            description = "In place of a message: the messenger's id of a customer.")
    private @Nullable String customer;

    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "Of that customer, by its id in the settings; needed where there are several.")
    private @Nullable String account;

    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            description = "How much of that customer at most, up to 1,000; 20 unless given.")
    private @Nullable Integer limit;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Target target = new Target();

    @Override
    public Integer call() {
        Json answer = target.ask("GET", "/v1/timeline", asked());
        List<Json> timelines = answer.get("timelines").items();
        if (target.isJson()) {
            target.printJson(answer);
        } else {
            timelines.forEach(this::print);
        }
        return timelines.isEmpty() ? ExitCode.FAILED : ExitCode.OK;
    }

    private Map<String, String> asked() {
        boolean narrows = account != null || limit != null;
        if ((id == null) == (customer == null) || (customer == null && narrows)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "give the ID of a message, or --customer with an ID, which --account and --limit may follow");
        }
        return Target.given(
                "id", id, "customer", customer, "account", account, "limit", limit == null ? null : limit.toString());
    }

    private void print(Json timeline) {
        target.out()
                .println(timeline.get("entry").numberOr(0) + "  "
                        + timeline.get("account").textOr("") + " "
                        + timeline.get("direction").textOr("").toLowerCase(Locale.ROOT) + "  "
                        + timeline.get("eventKey").textOr("") + "  "
                        + timeline.get("state").textOr(""));
        for (Json step : timeline.get("steps").items()) {
            target.out()
                    .println("  " + step.get("at").textOr("") + "  "
                            + step.get("what").textOr("") + "  "
                            + step.get("detail").textOr(""));
        }
    }
}
