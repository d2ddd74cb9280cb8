package dev.byoc.app;

import dev.byoc.ByocException;
import dev.byoc.ConfigurationException;
import dev.byoc.app.command.CatchUpCommand;
import dev.byoc.app.command.ConfigCommand;
import dev.byoc.app.command.DeadLettersCommand;
import dev.byoc.app.command.DoctorCommand;
import dev.byoc.app.command.ExitCode;
import dev.byoc.app.command.HealthCommand;
import dev.byoc.app.command.ServeCommand;
import dev.byoc.app.command.SignCommand;
import dev.byoc.app.command.TimelineCommand;
import dev.byoc.app.command.WebhookCommand;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program's front door. */
@Command(
        name = "java -jar byoc-app.jar",
        versionProvider = Main.Version.class,
        header = "Answers customers of Viber, KakaoTalk and other messengers from a Freshchat inbox.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            ConfigCommand.class,
            DoctorCommand.class,
            WebhookCommand.class,
            DeadLettersCommand.class,
            TimelineCommand.class,
            CatchUpCommand.class,
            SignCommand.class,
            HealthCommand.class
        },
        exitCodeList = {ExitCode.OF_OK, ExitCode.OF_FAILED, ExitCode.OF_USAGE, ExitCode.OF_UNREACHABLE},
        footer = {
            "",
            "Each command has a --help of its own. To begin with: config check, then doctor, then serve.",
            "",
            "A file of settings, byoc.yaml, with the secrets in environment variables:",
            "",
            "  byoc:",
            "    public-url: https://chat.example.com/byoc",
            "    freshchat:",
            "      url: https://example.freshchat.com",
            "      token: $${FRESHCHAT_TOKEN}",
            "      webhook-key: $${FRESHCHAT_WEBHOOK_KEY}",
            "    accounts:",
            "      shop:",
            "        channel: viber",
            "        auth-token: $${VIBER_TOKEN}",
            "        sender-name: Example Shop",
            "        topic: Viber",
            "",
            "docs/guides/app.md leads through it; docs/reference/app.md has every setting and command."
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help and exit.")
    @SuppressWarnings("unused") // picocli does what it asks for.
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    @SuppressWarnings("unused")
    private boolean version;

    /** Of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "byoc " + (version == null ? "(not from its jar)" : version) + ", Java "
                        + System.getProperty("java.version")
            };
        }
    }

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Its streams may be replaced. */
    public static CommandLine commandLine() {
        CommandLine program =
                new CommandLine(new Main()).setExecutionExceptionHandler((e, line, result) -> told(e, line.getErr()));
        nameExitCodes(program);
        return program;
    }

    private static void nameExitCodes(CommandLine command) {
        command.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
        command.getSubcommands().values().forEach(Main::nameExitCodes);
    }

    /** Sentences of byoc are told; what others throw may quote anything, so only its kind is. */
    private static int told(Exception e, PrintWriter err) {
        if (e instanceof ByocException || e instanceof UncheckedIOException) {
            err.println("byoc: " + e.getMessage());
            return e instanceof ConfigurationException ? ExitCode.USAGE : ExitCode.UNREACHABLE;
        }
        err.println("byoc: failed: " + e.getClass().getName());
        return ExitCode.FAILED;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
    }
}
