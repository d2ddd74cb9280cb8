package dev.byoc.spring.internal.properties;

import dev.byoc.spring.internal.properties.PropertyNames.Known;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what a property is for by its name. */
final class SlotFinder {
    /** What a name means. */
    sealed interface Found {
        record Of(Slot slot) implements Found {}

        /** There is no such property. */
        record Nothing() implements Found {}

        /** It may mean several things, or what it means cannot be done by it. */
        record Unclear(String why) implements Found {}
    }

    private static final String PREFIX = "byoc.";
    private static final String VARIABLE_PREFIX = "BYOC_";
    private static final String ACCOUNTS = "accounts";
    private static final String SETTINGS = "settings";
    private static final String WORDING = "wording";

    /** Ids of accounts that are written as they are, so not in variables. */
    private final Set<String> ids = new LinkedHashSet<>();

    static boolean isProperty(String name) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    static boolean isVariable(String name) {
        return name.regionMatches(true, 0, VARIABLE_PREFIX, 0, VARIABLE_PREFIX.length());
    }

    /** Notes the account that a property is of, if it is of one: variables are told apart by that. */
    void noteAccount(String property) {
        List<String> steps = steps(property.substring(PREFIX.length()));
        if (steps.size() > 2 && PropertyNames.relaxed(steps.get(0)).equals(ACCOUNTS)) {
            ids.add(steps.get(1));
        }
    }

    Set<String> accounts() {
        return ids;
    }

    /** What a property is for, as files and the command line name it. */
    Found ofProperty(String property) {
        List<String> steps = steps(property.substring(PREFIX.length()));
        int index = 0;
        String last = steps.isEmpty() ? "" : steps.get(steps.size() - 1);
        boolean indexed = steps.size() > 1 && last.matches("\\d{1,4}");
        String first = steps.isEmpty() ? "" : PropertyNames.relaxed(steps.get(0));
        if (first.equals(ACCOUNTS)) {
            return steps.size() < 3 ? new Found.Nothing() : ofAccount(steps.get(1), steps.subList(2, steps.size()));
        }
        if (first.equals(WORDING) && steps.size() > 2) {
            String key = String.join(".", steps.subList(2, steps.size()));
            return new Found.Of(Slot.of("", WORDING + "." + steps.get(1) + "." + key));
        }
        if (indexed) {
            index = Integer.parseInt(last);
            steps = steps.subList(0, steps.size() - 1);
        }
        Known known = PropertyNames.TOP.ofPath(String.join(".", steps));
        return known == null || (indexed && !known.isList())
                ? new Found.Nothing()
                : new Found.Of(Slot.of("", known, index));
    }

    private static Found ofAccount(String id, List<String> steps) {
        if (PropertyNames.relaxed(steps.get(0)).equals(SETTINGS) && steps.size() > 1) {
            String name = String.join(".", steps.subList(1, steps.size()));
            return new Found.Of(Slot.of(id, SETTINGS + "." + name));
        }
        Known known = PropertyNames.ACCOUNT.ofPath(String.join(".", steps));
        return known == null ? new Found.Nothing() : new Found.Of(Slot.of(id, known, 0));
    }

    /** Whether that name, which is for nothing, is only above others, as that of an empty group. */
    static boolean isAbove(String property) {
        List<String> steps = steps(property.substring(PREFIX.length()));
        String first = steps.isEmpty() ? "" : PropertyNames.relaxed(steps.get(0));
        return first.equals(ACCOUNTS)
                ? steps.size() < 3 || PropertyNames.ACCOUNT.isAbove(String.join(".", steps.subList(2, steps.size())))
                : first.equals(WORDING) || PropertyNames.TOP.isAbove(String.join(".", steps));
    }

    /**
     * What an environment variable is for. In place of dots and hyphens it has {@code _}, or nothing: of an account that is written elsewhere
     * it finds the one that fits, whatever the id's spelling. Only an id without hyphens can come from variables alone.
     */
    Found ofVariable(String variable) {
        List<String> parts = Arrays.stream(variable.substring(VARIABLE_PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .split("_", -1))
                .filter(part -> !part.isEmpty())
                .toList();
        if (parts.isEmpty()) {
            return new Found.Nothing();
        }
        if (parts.get(0).equals(ACCOUNTS)) {
            return ofAccountVariable(parts.subList(1, parts.size()));
        }
        Known whole = PropertyNames.TOP.ofLetters(String.join("", parts));
        if (whole != null) {
            return new Found.Of(Slot.of("", whole, 0));
        }
        String last = parts.get(parts.size() - 1);
        Known list = PropertyNames.TOP.ofLetters(String.join("", parts.subList(0, parts.size() - 1)));
        return list != null && list.isList() && last.matches("\\d{1,4}")
                ? new Found.Of(Slot.of("", list, Integer.parseInt(last)))
                : new Found.Nothing();
    }

    private Found ofAccountVariable(List<String> parts) {
        List<Slot> fitting = new ArrayList<>();
        for (int end = 1; end < parts.size(); end++) {
            String letters = String.join("", parts.subList(0, end));
            Slot rest = belowAccount(parts.subList(end, parts.size()));
            for (String id : ids) {
                if (rest != null && PropertyNames.letters(id).equals(letters)) {
                    fitting.add(new Slot(id, rest.name(), rest.isList(), rest.index()));
                }
            }
        }
        if (fitting.size() > 1) {
            return new Found.Unclear("fits several accounts: "
                    + String.join(" and ", fitting.stream().map(Slot::fullName).toList()));
        }
        if (fitting.size() == 1) {
            return new Found.Of(fitting.get(0));
        }
        Slot alone = parts.size() < 2 ? null : belowAccount(parts.subList(1, parts.size()));
        if (alone != null) {
            return new Found.Of(new Slot(parts.get(0), alone.name(), alone.isList(), alone.index()));
        }
        for (int end = 2; end < parts.size(); end++) {
            if (belowAccount(parts.subList(end, parts.size())) != null) {
                return new Found.Unclear("fits no account of the other properties; one that comes from variables alone"
                        + " has an id without hyphens");
            }
        }
        return new Found.Nothing();
    }

    /** Null: there is nothing of these letters. The account is left open. */
    private static @Nullable Slot belowAccount(List<String> parts) {
        if (parts.get(0).equals(SETTINGS) && parts.size() > 1) {
            return Slot.of("", SETTINGS + "." + String.join("-", parts.subList(1, parts.size())));
        }
        Known known = PropertyNames.ACCOUNT.ofLetters(String.join("", parts));
        return known == null ? null : Slot.of("", known, 0);
    }

    /** The steps of {@code a.b[c.d].e}. */
    private static List<String> steps(String name) {
        List<String> steps = new ArrayList<>();
        StringBuilder step = new StringBuilder();
        boolean inBrackets = false;
        for (int i = 0; i <= name.length(); i++) {
            char c = i == name.length() ? '.' : name.charAt(i);
            boolean ends = i == name.length() || (inBrackets ? c == ']' : c == '.' || c == '[');
            if (!ends) {
                step.append(c);
                continue;
            }
            if (!step.isEmpty()) {
                steps.add(step.toString());
                step.setLength(0);
            }
            inBrackets = c == '[' && i < name.length();
        }
        return steps;
    }
}
