package dev.byoc.app.command;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** The terminal that the program was started at. */
final class Terminal {
    private Terminal() {}

    /** Null: there is none. From Java 22 on there is a console without a terminal too, and a method that tells. */
    @SuppressWarnings("SystemConsoleNull")
    static @Nullable Console console() {
        Console console = System.console();
        try {
            return console != null
                            && (boolean) Console.class.getMethod("isTerminal").invoke(console)
                    ? console
                    : null;
        } catch (NoSuchMethodException e) {
            return console;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
