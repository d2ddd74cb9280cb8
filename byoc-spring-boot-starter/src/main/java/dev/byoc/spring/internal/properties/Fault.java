package dev.byoc.spring.internal.properties;

/**
 * What is wrong with a property.
 *
 * @param property its name; of two faults of one property the first is told
 * @param sentence begins with the name, and holds no value
 */
public record Fault(String property, String sentence) {
    static Fault of(String property, String what) {
        return new Fault(property, property + " " + what);
    }
}
