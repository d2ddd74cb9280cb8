package dev.byoc.internal.html;

import java.util.List;
import java.util.Set;

/** Superscripts and subscripts in plain text: with the characters that Unicode has for them where it has all of them. */
final class Raised {
    private static final String PLAIN_UP = "0123456789+-\u2212=()ni";
    private static final String UP = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ";
    private static final String PLAIN_DOWN = "0123456789+-\u2212=()";
    private static final String DOWN = "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎";
    private static final Set<String> ORDINALS =
            Set.of("st", "nd", "rd", "th", "e", "er", "re", "ère", "ème", "eme", "me", "o", "a", "os", "as", "º", "ª");

    private Raised() {}

    /** As it follows {@code before}: 10² and x^(a+b), but 1st and 2e, as people write them. */
    static String up(String words, String before) {
        boolean ordinal =
                ORDINALS.contains(words) && !before.isEmpty() && Character.isDigit(before.charAt(before.length() - 1));
        if (ordinal || !isPlain(words)) {
            return words;
        }
        if (words.equalsIgnoreCase("tm")) {
            return "™";
        }
        String raised = mapped(words, PLAIN_UP, UP);
        return raised.isEmpty() ? "^" + grouped(words) : raised;
    }

    static String down(String words) {
        if (!isPlain(words)) {
            return words;
        }
        String lowered = mapped(words, PLAIN_DOWN, DOWN);
        return lowered.isEmpty() ? "_" + grouped(words) : lowered;
    }

    /** A fraction, a root, or a base with what is raised and lowered behind it, by the name that MathML has for it. */
    static String formula(String name, List<String> parts) {
        String base = grouped(part(parts, 0));
        return switch (name) {
            case "msqrt" -> "√" + base;
            case "mfrac" -> base + "/" + grouped(part(parts, 1));
            case "msup" -> base + up(part(parts, 1), "");
            case "msub" -> base + down(part(parts, 1));
            case "mroot" -> up(part(parts, 1), "") + "√" + base;
            default -> base + down(part(parts, 1)) + up(part(parts, 2), "");
        };
    }

    private static String part(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    /** In brackets unless it is one word. */
    private static String grouped(String words) {
        return words.codePoints().allMatch(Character::isLetterOrDigit) ? words : "(" + words + ")";
    }

    /** Marks such as ® and *, and notes that have brackets of their own, are read as they are. */
    private static boolean isPlain(String words) {
        return words.codePoints().anyMatch(Character::isLetterOrDigit) && !words.matches("(?s)[\\[(].*[\\])]");
    }

    private static String mapped(String words, String from, String to) {
        StringBuilder mapped = new StringBuilder();
        for (int i = 0; i < words.length(); i++) {
            int at = from.indexOf(words.charAt(i));
            if (at < 0) {
                return "";
            }
            mapped.append(to.charAt(at));
        }
        return mapped.toString();
    }
}
