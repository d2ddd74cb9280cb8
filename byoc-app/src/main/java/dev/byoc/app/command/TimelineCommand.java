package dev.byoc.app.command;

import dev.byoc.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What happened to a message. */
@Command(
        name = "timeline",
        header = "Show what happened to a message; also while no relay runs.",
        description = {"", "An id can name several entries: a message on two accounts, a message and its replay.", ""},
        exitCodeList = {"0:it is known", "1:it is not", ExitCode.OF_USAGE, ExitCode.OF_UNREACHABLE},
        footer = {"", "Example: java -jar byoc-app.jar timeline 5741311803571721087"})
public final class TimelineCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "ID",
            description =
                    "The messenger's or Freshchat's id of the message, an event key as the log names it, or a dead letter's number.")
    private String id = "";

    @Mixin
    private Target target = new Target();

    @Override
    public Integer call() {
        Json answer = target.ask("GET", "/v1/timeline", Target.given("id", id));
        List<Json> timelines = answer.get("timelines").items();
        if (target.isJson()) {
            target.printJson(answer);
        } else {
            timelines.forEach(this::print);
        }
        return timelines.isEmpty() ? ExitCode.FAILED : ExitCode.OK;
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
