package dev.byoc.spring.internal.properties;

/**
 * A property that was given.
 *
 * @param name as it was written, with {@code byoc.} or {@code BYOC_}
 * @param value may be a secret
 */
record Given(String name, String value) {
    @Override
    public String toString() {
        return name;
    }
}
