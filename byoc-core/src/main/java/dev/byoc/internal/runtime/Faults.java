package dev.byoc.internal.runtime;

/** How an unexpected exception is logged: by class and place, as its message may quote a customer or a secret. */
public final class Faults {
    private Faults() {}

    /** Where it was thrown. */
    public static String placeOf(Throwable e) {
        StackTraceElement[] stack = e.getStackTrace();
        return stack.length == 0 ? "an unknown place" : stack[0].toString();
    }

    /** Logs or reports something. A failure to do so must not become the next fault: the host's log may have no disk left, the JVM no memory. */
    public static void telling(Runnable words) {
        try {
            words.run();
        } catch (Throwable ignored) {
            // There is nowhere left to tell it.
        }
    }
}
