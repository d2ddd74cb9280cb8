package dev.byoc.app.command;

import dev.byoc.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where webhooks go. */
@Command(
        name = "webhook",
        header = "Show, register or take back the messengers' webhooks of the running relay.",
        synopsisSubcommandLabel = "(status | register | unregister)",
        footer = {"", "Example: java -jar byoc-app.jar webhook status"})
public final class WebhookCommand {
    private static final String TROUBLE = "1:a registration failed, or another system has the webhook";
    private static final String ACCOUNT = "The account, by its id in the settings; all of them unless given.";

    @Command(
            name = "status",
            header = "Show the address to paste into Freshchat, and each account's address and registration.",
            description = {
                "",
                "Addresses hold a secret part: who knows one can send what its messenger has signed, and no more.",
                ""
            },
            exitCodeList = {ExitCode.OF_OK, TROUBLE, ExitCode.OF_USAGE, ExitCode.OF_UNREACHABLE})
    int status(
            @Parameters(paramLabel = "ACCOUNT", arity = "0..1", description = ACCOUNT) @Nullable String account,
            @Mixin Target target) {
        Json answer = target.ask("GET", "/v1/webhooks", Target.given("account", account));
        if (target.isJson()) {
            target.printJson(answer);
            return outcome(answer);
        }
        target.out().println("Freshchat: " + answer.get("freshchat").textOr(""));
        if (answer.get("productEvents").isPresent()) {
            target.out()
                    .println("product events: " + answer.get("productEvents").textOr(""));
        }
        if (answer.get("settings").isPresent()) {
            target.out().println("settings page: " + answer.get("settings").textOr(""));
        }
        print(answer, target);
        return outcome(answer);
    }

    @Command(
            name = "register",
            header = "Register webhooks again, and ask the messengers what has become of them.",
            description = {"", "Another system's webhook is replaced only where the account's take-over says so.", ""},
            exitCodeList = {ExitCode.OF_OK, TROUBLE, ExitCode.OF_USAGE, ExitCode.OF_UNREACHABLE})
    int register(
            @Parameters(paramLabel = "ACCOUNT", arity = "0..1", description = ACCOUNT) @Nullable String account,
            @Mixin Target target) {
        Map<String, String> parameters = Target.given("account", account);
        target.err().println("asking the messengers ...");
        return told(target.ask("POST", "/v1/webhooks/register", parameters), target);
    }

    @Command(
            name = "unregister",
            header = "Take webhooks back: customers' messages no longer arrive.",
            description = {
                "",
                "webhook register undoes it; the next start of the relay does too, unless byoc.register-webhooks is no.",
                ""
            },
            exitCodeList = {
                ExitCode.OF_OK,
                "1:a messenger has not given one back, or it was not done",
                ExitCode.OF_USAGE,
                ExitCode.OF_UNREACHABLE
            })
    int unregister(
            @Parameters(paramLabel = "ACCOUNT", arity = "0..1", description = ACCOUNT) @Nullable String account,
            @Option(names = "--dry-run", description = "Show what would be taken back.") boolean dryRun,
            @Mixin Consent consent,
            @Mixin Target target) {
        if (dryRun) {
            return status(account, target);
        }
        Map<String, String> parameters = Target.given("account", account);
        if (!consent.given("Take back the webhook of " + (account == null ? "every account" : account) + "?")) {
            return ExitCode.FAILED;
        }
        return told(target.ask("POST", "/v1/webhooks/unregister", parameters), target);
    }

    private static int told(Json answer, Target target) {
        if (target.isJson()) {
            target.printJson(answer);
        } else {
            print(answer, target);
        }
        return outcome(answer);
    }

    private static void print(Json answer, Target target) {
        for (Json each : answer.get("accounts").items()) {
            target.out()
                    .println(each.get("account").textOr("") + ": "
                            + each.get("outcome").textOr("")
                            + (each.get("detail").textOr("").isEmpty()
                                    ? ""
                                    : ", " + each.get("detail").textOr(""))
                            + (each.get("url").isPresent()
                                    ? "\n  " + each.get("url").textOr("")
                                    : ""));
            for (Json step : each.get("steps").items()) {
                target.out().println("  - " + step.get("what").textOr(""));
                step.get("value")
                        .textOr("")
                        .lines()
                        .forEach(line -> target.out().println("      " + line));
            }
        }
    }

    private static int outcome(Json answer) {
        boolean wrong = answer.get("accounts").items().stream()
                .map(each -> each.get("outcome").textOr(""))
                .anyMatch(List.of("failed", "occupied")::contains);
        return wrong ? ExitCode.FAILED : ExitCode.OK;
    }
}
