package dev.byoc.app.command;

/** What the program's exit codes say: docs/reference/app.md. */
final class ExitCode {
    static final int OK = 0;

    /** It was done, and something is wrong or was refused. */
    static final int FAILED = 1;

    /** The command line or the settings have faults: nothing was done, and the same again has the same end. */
    static final int USAGE = 2;

    /** The relay, its store or its port is out of reach: a later attempt may go well. */
    static final int UNREACHABLE = 3;

    private ExitCode() {}
}
