package dev.byoc.examples.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How {@link FaultyHop} breaks what passes through it. */
enum Fault {
    /** One message to each side is swallowed, though the relay hears that it was taken. */
    DROP,
    /** One message to each side is passed on twice. */
    DOUBLE,
    /** Two messages of one conversation change places, on each side. */
    SWAP,
    /** An agent's private note is sent to a customer. */
    LEAK_NOTE,
    /** Everything for the customers goes to the first of them. */
    WRONG_CUSTOMER,
    /** Nothing is done on the way: the relay itself does not look for answers that it missed while it was stopped. */
    NO_CATCH_UP;

    /** The word on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String words() {
        return Arrays.stream(values()).map(Fault::word).collect(Collectors.joining(", "));
    }

    static @Nullable Fault of(String word) {
        return Arrays.stream(values())
                .filter(fault -> fault.word().equals(word))
                .findFirst()
                .orElse(null);
    }
}
