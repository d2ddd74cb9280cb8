package dev.byoc.examples.bench.page;

import dev.byoc.json.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;

/** A line that a benchmark has printed. */
record Row(Json line) {
    /** The number of that field; NaN: there is none. */
    double number(String field) {
        Double number = line.get(field).decimal();
        return number == null ? Double.NaN : number;
    }

    /** As a cell of a table: three digits of a number, empty where there is none. */
    String cell(String field) {
        double number = number(field);
        return Double.isNaN(number) ? line.get(field).textOr("") : digits(number);
    }

    /** Whether each of these fields has that value. */
    boolean is(Map<String, Object> fields) {
        return fields.entrySet().stream().allMatch(field -> {
            Object wanted = field.getValue();
            return wanted instanceof Number number
                    ? number(field.getKey()) == number.doubleValue()
                    : wanted.equals(line.get(field.getKey()).text());
        });
    }

    static String digits(double number) {
        if (number == 0 || Double.isNaN(number)) {
            return number == 0 ? "0" : "";
        }
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(3));
        String plain = (rounded.scale() < 0 ? rounded.setScale(0) : rounded.stripTrailingZeros()).toPlainString();
        return Math.abs(number) < 1_000 ? plain : "%,d".formatted(Math.round(rounded.doubleValue()));
    }
}
