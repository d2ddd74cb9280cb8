package dev.byoc.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** docs/reference/app.md has the commands, their arguments and options and the exit codes as picocli has them. */
class CommandsPageTest {
    private static final CommandSpec PROGRAM = Main.commandLine().getCommandSpec();

    /** The commands that do something, by their whole names, in the order in which help lists the first part. */
    private static final Map<String, CommandSpec> COMMANDS = commands();

    private static Map<String, CommandSpec> commands() {
        Map<String, CommandSpec> commands = new LinkedHashMap<>();
        PROGRAM.subcommands().values().forEach(each -> {
            // Of methods, the JVM gives no order.
            Map<String, CommandLine> below = new TreeMap<>(each.getSubcommands());
            if (below.isEmpty()) {
                commands.put(each.getCommandName(), each.getCommandSpec());
            }
            below.forEach(
                    (name, command) -> commands.put(each.getCommandName() + " " + name, command.getCommandSpec()));
        });
        return commands;
    }

    private static List<OptionSpec> own(CommandSpec command) {
        return command.options().stream().filter(each -> !each.inherited()).toList();
    }

    private static String synopsis(String name, CommandSpec command) {
        Stream<String> required = own(command).stream()
                .filter(OptionSpec::required)
                .map(each -> " " + each.longestName() + " " + each.paramLabel());
        Stream<String> arguments = command.positionalParameters().stream()
                .map(each -> each.paramLabel() + (each.arity().isVariable() ? "..." : ""))
                .map(each -> command.positionalParameters().stream().allMatch(ArgSpec::required)
                        ? " " + each
                        : " [" + each + "]");
        String optional = own(command).stream().allMatch(OptionSpec::required) ? "" : " [OPTION...]";
        return "`" + name + Stream.concat(required, arguments).collect(Collectors.joining()) + optional + "`";
    }

    private static String cell(String... text) {
        return String.join(" ", text).replace("|", "\\|");
    }

    /** Without the sentence, where it is the program's own for that code. */
    private static String codes(CommandSpec command) {
        return command.usageMessage().exitCodeList().entrySet().stream()
                .map(each -> each.getValue()
                                .equals(PROGRAM.usageMessage().exitCodeList().get(each.getKey()))
                        ? each.getKey()
                        : each.getKey() + ": " + each.getValue())
                .collect(Collectors.joining("; "));
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? Stream.of(option.names()).map(each -> "`" + each + "`").collect(Collectors.joining(", "))
                        + (option.arity().max() == 0 ? "" : " `" + cell(option.paramLabel()) + "`")
                : "`" + ((PositionalParamSpec) argument).paramLabel() + "`";
    }

    /** By argument or option and what it means, the commands that have it. */
    private static Map<List<String>, List<String>> arguments() {
        Map<List<String>, List<String>> arguments = new LinkedHashMap<>();
        COMMANDS.forEach((name, command) -> Stream.concat(
                        command.positionalParameters().stream(), own(command).stream())
                .forEach(each -> arguments
                        .computeIfAbsent(List.of(label(each), cell(each.description())), unseen -> new ArrayList<>())
                        .add(name)));
        return arguments;
    }

    @Test
    void thePageHasTheCommands() throws IOException {
        Page.has(Page.head("command", "what", "exit codes")
                + COMMANDS.entrySet().stream()
                        .map(each -> Page.row(
                                synopsis(each.getKey(), each.getValue()),
                                cell(each.getValue().usageMessage().header()),
                                codes(each.getValue())))
                        .collect(Collectors.joining()));
    }

    @Test
    void thePageHasTheArgumentsAndOptions() throws IOException {
        Page.has(Page.head("argument or option", "of", "what")
                + arguments().entrySet().stream()
                        .map(each -> Page.row(
                                each.getKey().get(0),
                                each.getValue().stream()
                                        .map(name -> "`" + name + "`")
                                        .collect(Collectors.joining(", ")),
                                each.getKey().get(1)))
                        .collect(Collectors.joining()));
    }

    @Test
    void thePageHasTheExitCodes() throws IOException {
        Page.has(Page.head("code", "what")
                + PROGRAM.usageMessage().exitCodeList().entrySet().stream()
                        .map(each -> Page.row(each.getKey(), each.getValue()))
                        .collect(Collectors.joining()));
    }

    @Test
    void everyCommandHasAHeaderAnExampleOrDescriptionAndItsExitCodes() {
        COMMANDS.forEach((name, command) -> {
            String help = new CommandLine(command).getUsageMessage(Ansi.OFF);
            assertThat(help).as(name).contains("Exit codes:\n", "--help").doesNotContain("null", "${");
            assertThat(command.usageMessage().header()).as(name).isNotEmpty();
            assertThat(command.args()).as(name).allMatch(each -> each.description().length > 0);
        });
    }
}
