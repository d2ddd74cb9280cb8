package dev.byoc.app.command;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Dead letters to do something with: by their numbers, or all that a filter covers. */
final class Chosen {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "NUMBER",
            arity = "0..*",
            description = "Of a dead letter, as the list and the log show it.")
    private List<Long> numbers = List.of();

    @Option(
            names = "--all",
            description = "All in place of numbers: all there are, or those that the options with \"Only\" leave.")
    private boolean all;

    @Mixin
    private Which which = new Which();

    /** Numbers, or all of a filter: a slip must not widen what is meant. */
    void check() {
        if (numbers.isEmpty() != all || (!which.parameters().isEmpty() && !all)) {
            throw fault("Give numbers of dead letters, or --all, which a filter narrows.");
        }
    }

    ParameterException fault(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    boolean all() {
        return all;
    }

    /** For all of them that were stored before the command began. */
    Map<String, String> parameters(Instant began) {
        Map<String, String> parameters = which.parameters(began);
        parameters.put("all", "yes");
        return parameters;
    }

    List<Long> numbers() {
        return List.copyOf(numbers);
    }

    Which which() {
        return which;
    }
}
