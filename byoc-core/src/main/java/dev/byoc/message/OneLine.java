package dev.byoc.message;

import dev.byoc.Visible;

/** Names from outside where they stand in a line: they cannot begin another one, nor turn around what stands behind them. */
final class OneLine {
    private OneLine() {}

    static String of(String name) {
        String line = name.replaceAll("[\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]", "")
                .replaceAll("[\\p{Cc}\\u2028\\u2029]", " ")
                .strip();
        return Visible.isBlank(line) ? "" : line;
    }
}
