package dev.byoc.app.command;

import dev.byoc.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has missed answers looked for. */
@Command(
        name = "catch-up",
        header = "Have the running relay look for agents' answers that no webhook told of.",
        description = {
            "",
            "As it does by itself after a time in which it was down. It reads in the background; what it finds is in its log. An answer"
                    + " that was sent before is not sent again.",
            ""
        },
        exitCodeList = {"0:it looks for them", ExitCode.OF_USAGE, ExitCode.OF_UNREACHABLE},
        footer = {"", "Example: java -jar byoc-app.jar catch-up --since 2026-01-15T09:00:00Z"})
public final class CatchUpCommand implements Callable<Integer> {
    @Option(
            names = "--since",
            required = true,
            paramLabel = "TIME",
            description =
                    "Since when webhooks may have been missed, in UTC. Answers of more than 24 hours ago are not sent; their agents"
                            + " are told.")
    private String since = "";

    @Mixin
    private Target target = new Target();

    @Override
    public Integer call() {
        Json answer = target.ask("POST", "/v1/catch-up", Target.given("since", since));
        if (target.isJson()) {
            target.printJson(answer);
        } else {
            target.out()
                    .println("looking for answers since " + answer.get("since").textOr(""));
        }
        return ExitCode.OK;
    }
}
