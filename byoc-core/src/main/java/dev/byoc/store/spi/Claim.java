package dev.byoc.store.spi;

/**
 * The right to work on a lane's first entry. One holder at a time.
 *
 * @param token tells this right from later ones on the same lane
 */
public record Claim(Entry entry, long token) {}
