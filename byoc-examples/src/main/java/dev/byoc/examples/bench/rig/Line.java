package dev.byoc.examples.bench.rig;

import dev.byoc.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** One line of a benchmark's output. */
public final class Line {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private Line(String bench) {
        fields.put("bench", bench);
    }

    public static Line of(String bench) {
        return new Line(bench);
    }

    /** What sets this line apart from others of the benchmark, or says more about it. */
    public Line with(String name, Object value) {
        fields.put(name, value instanceof Double number ? rounded(number) : value);
        return this;
    }

    public void print(double figure, String unit, double baseline, String of) {
        fields.put("figure", rounded(figure));
        fields.put("unit", unit);
        fields.put("baseline", rounded(baseline));
        fields.put("baseline_is", of);
        fields.put("ratio", rounded(figure / baseline));
        System.out.println(new String(Json.of(fields).bytes(), java.nio.charset.StandardCharsets.UTF_8));
        System.out.flush();
    }

    /** Four digits tell all that a measurement can. */
    private static double rounded(double number) {
        if (number == 0 || Double.isNaN(number) || Double.isInfinite(number)) {
            return 0;
        }
        return new java.math.BigDecimal(number)
                .round(new java.math.MathContext(4))
                .doubleValue();
    }
}
