package dev.byoc.store.spi;

/**
 * Something worth telling in a timeline.
 *
 * @param what one word or two: {@code user made}, {@code try later}
 * @param detail ids and reasons, never what was said
 */
public record Trace(String what, String detail) {}
