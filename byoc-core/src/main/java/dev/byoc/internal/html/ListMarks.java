package dev.byoc.internal.html;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** The marks before the items of one list, as the editor shows them. */
final class ListMarks {
    private static final String BULLET = "- ";
    static final String CHECKED = "☑ ";
    static final String UNCHECKED = "☐ ";
    private static final Pattern DEPTH = Pattern.compile("(?i)(?:indent|depth|level|lvl)[-_]?(\\d{1,2})(?!\\d)");
    private static final Pattern COUNTING = Pattern.compile("decimal.*|(?:lower|upper)-.*|hangul");
    private static final Set<String> BULLETS = Set.of("disc", "circle", "square");
    private static final Pattern CHECKED_BY_NAME = Pattern.compile("(?i)(?:^|\\s|--)checked(?:$|\\s)");
    private static final long MOST = 1_000_000_000;
    private static final int DEEPEST = 20;
    private static final String HANGUL = "가나다라마바사아자차카타파하";

    private final Element list;
    private final boolean ordered;
    private final int step;
    /** The next number of each depth: editors that know no nested lists write the depth as a class of the item. */
    private final int[] next = new int[DEEPEST + 1];

    ListMarks(Element list) {
        this.list = list;
        this.ordered = list.normalName().equals("ol");
        boolean reversed = list.hasAttr("reversed");
        this.step = reversed ? -1 : 1;
        Arrays.fill(next, 1);
        long items = list.children().stream()
                .filter(item -> item.normalName().equals("li"))
                .count();
        next[0] = number(list.attr("start"), reversed ? (int) items : 1);
    }

    /** How deep an item is in this list by its class or attribute; 0 where nothing tells. */
    static int depth(Element element) {
        for (String attribute : new String[] {"data-indent", "data-level", "data-depth"}) {
            String told = element.attr(attribute);
            if (told.matches("\\d{1,2}")) {
                return Math.min(DEEPEST, Integer.parseInt(told));
            }
        }
        Matcher named = DEPTH.matcher(element.className());
        return named.find() ? Math.min(DEEPEST, Integer.parseInt(named.group(1))) : 0;
    }

    /** The mark of an item with the blank behind it; {@code ""} where the editor shows none. */
    String next(Element item) {
        int depth = depth(item);
        Arrays.fill(next, depth + 1, next.length, 1);
        String kind = item.attr("data-list").toLowerCase(Locale.ROOT);
        String shape = shape(item, depth);
        boolean counts = kind.isEmpty() ? ordered || COUNTING.matcher(shape).matches() : kind.equals("ordered");
        int number = number(item.attr("value"), next[depth]);
        if (counts) {
            next[depth] = number + (depth == 0 ? step : 1);
        }
        String check = check(item, kind);
        if (!check.isEmpty() || shape.equals("none")) {
            return check;
        }
        return counts && !BULLETS.contains(shape) ? mark(number, shape) : BULLET;
    }

    private static String check(Element item, String kind) {
        String state = item.hasAttr("data-checked") ? item.attr("data-checked") : item.attr("aria-checked");
        boolean byName = CHECKED_BY_NAME.matcher(item.className()).find();
        if (kind.equals("checked")
                || byName
                || state.equals("true")
                || (state.isEmpty() && item.hasAttr("data-checked"))) {
            return CHECKED;
        }
        return kind.equals("unchecked") || state.equals("false") ? UNCHECKED : "";
    }

    private String shape(Element item, int depth) {
        String shape = shapeOf(item);
        if (shape.isEmpty()) {
            shape = shapeOf(list);
        }
        if (shape.isEmpty() && item.className().contains("ql-indent")) {
            // Quill's own style sheet counts 1, a, i, 1, a, i.
            return new String[] {"decimal", "lower-alpha", "lower-roman"}[depth % 3];
        }
        return shape;
    }

    private static String shapeOf(Element element) {
        Style style = Style.of(element);
        String shape = style.get("list-style-type").isEmpty() ? style.get("list-style") : style.get("list-style-type");
        if (!shape.isEmpty()) {
            return shape.replaceFirst("(?s)\\s.*", "");
        }
        return switch (element.attr("type")) {
            case "a" -> "lower-alpha";
            case "A" -> "upper-alpha";
            case "i" -> "lower-roman";
            case "I" -> "upper-roman";
            case "1" -> "decimal";
            case "disc", "circle", "square" -> "disc";
            default -> "";
        };
    }

    private static String mark(int number, String shape) {
        String counted = switch (shape) {
            case "lower-alpha", "lower-latin" -> letters(number, 'a');
            case "upper-alpha", "upper-latin" -> letters(number, 'A');
            case "lower-roman" -> roman(number).toLowerCase(Locale.ROOT);
            case "upper-roman" -> roman(number);
            case "hangul" -> number >= 1 && number <= HANGUL.length() ? HANGUL.substring(number - 1, number) : "";
            case "decimal-leading-zero" -> number >= 0 && number < 10 ? "0" + number : "";
            default -> "";
        };
        return (counted.isEmpty() ? Integer.toString(number) : counted) + ". ";
    }

    private static String letters(int number, char first) {
        StringBuilder letters = new StringBuilder();
        for (int rest = number; rest > 0; rest = (rest - 1) / 26) {
            letters.insert(0, (char) (first + (rest - 1) % 26));
        }
        return letters.toString();
    }

    private static String roman(int number) {
        if (number < 1 || number > 3999) {
            return "";
        }
        int[] values = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
        String[] marks = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};
        StringBuilder roman = new StringBuilder();
        int rest = number;
        for (int i = 0; i < values.length; i++) {
            for (; rest >= values[i]; rest -= values[i]) {
                roman.append(marks[i]);
            }
        }
        return roman.toString();
    }

    /** A number as HTML reads it; {@code otherwise} for anything else. */
    private static int number(String written, int otherwise) {
        Matcher number = Pattern.compile("\\s*([+-]?\\d{1,18})").matcher(written);
        return number.lookingAt() ? (int) Math.max(-MOST, Math.min(MOST, Long.parseLong(number.group(1)))) : otherwise;
    }
}
