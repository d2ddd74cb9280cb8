package dev.byoc.app.command;

/** What the program's exit codes say, and how its help puts that: docs/reference/app.md. */
public final class ExitCode {
    public static final int OK = 0;

    /** It was done, and something is wrong or was refused. */
    public static final int FAILED = 1;

    /** The command line or the settings have faults: nothing was done, and the same again has the same end. */
    public static final int USAGE = 2;

    /** The relay, its store or its port is out of reach: a later attempt may go well. */
    public static final int UNREACHABLE = 3;

    public static final String OF_OK = "0:done, and all is well";
    public static final String OF_FAILED = "1:done, and something is wrong, or it was refused";
    public static final String OF_USAGE =
            "2:the command line or the settings have faults; the same again has the same end";
    public static final String OF_UNREACHABLE =
            "3:the relay, its store or a port is out of reach; a later attempt may go well";

    private ExitCode() {}
}
