package dev.byoc.app.config;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in environment variables: {@code ${NAME}}, and {@code ${NAME:-otherwise}} where it may be unset or empty. After the file was parsed, so
 * that a value adds no names to it, and once, so that what a value holds is taken as it is.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?}");

    /** What looks like one and is none: other tools have other forms. */
    private static final Pattern UNFILLED = Pattern.compile("\\$\\{[^}]*}");

    private final Map<String, String> variables;
    private final List<String> faults;

    Placeholders(Map<String, String> variables, List<String> faults) {
        this.variables = variables;
        this.faults = faults;
    }

    /** Whether a text of the file holds one that is not filled in. What a variable holds is not looked at: it may be anything. */
    static boolean isLeftIn(String text) {
        return isUnfilled(PLACEHOLDER.matcher(text).replaceAll(" "));
    }

    /** Whether a text, in which nothing is filled in, holds what looks like one. */
    static boolean isUnfilled(String text) {
        return UNFILLED.matcher(text).find();
    }

    /** One without a value is a fault, and its property is left out. */
    Properties filled(Properties given) {
        Properties filled = new Properties();
        given.stringPropertyNames().stream().sorted().forEach(name -> {
            String value = filled(name, given.getProperty(name, ""));
            if (value != null) {
                filled.setProperty(name, value);
            }
        });
        return filled;
    }

    private @Nullable String filled(String name, String text) {
        Matcher found = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        boolean missing = false;
        while (found.find()) {
            String value = variables.getOrDefault(found.group(1), "");
            String otherwise = found.group(3);
            if (value.isEmpty() && otherwise == null) {
                faults.add(name + ": the environment variable " + found.group(1) + " is not set");
                missing = true;
            }
            found.appendReplacement(
                    filled, Matcher.quoteReplacement(value.isEmpty() && otherwise != null ? otherwise : value));
        }
        return missing ? null : found.appendTail(filled).toString();
    }
}
