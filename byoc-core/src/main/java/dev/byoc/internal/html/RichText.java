package dev.byoc.internal.html;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What an agent typed or pasted into the rich editor, as plain text with its pictures, in their order. Each element is written as what it
 * means: a list keeps its numbers, a table its columns, a link its address, and what was struck out is marked so. Elements that mean nothing
 * here, known or not, vanish and keep their words. Angle brackets that people type stay what they are.
 *
 * @param pieces nothing empty among them; an empty list if nothing is to be seen
 * @param omitted what the pieces do not hold
 */
public record RichText(List<Piece> pieces, Set<Omission> omitted) {
    /** A piece of what is to be seen. */
    public sealed interface Piece {}

    /** Text between two pictures, or all of it, without blank space around. */
    public record Words(String text) implements Piece {}

    /**
     * A picture.
     *
     * @param address as written: most often of the web; also a picture in itself ({@code data:}), or one that leads nowhere ({@code cid:})
     * @param alt words that stand for it; {@code ""} if it has none
     */
    public record Picture(String address, String alt) implements Piece {}

    /** What is left out, as what agents know it by. */
    public enum Omission {
        /** Words or pictures that the editor does not show either. */
        HIDDEN_PART,
        /** An address that leads nowhere outside the inbox, behind words or in a frame. */
        RELATIVE_ADDRESS,
        /** A picture, film or frame without an address. */
        NO_ADDRESS
    }

    public RichText {
        pieces = List.copyOf(pieces);
        // In an order of its own, so that the same answer is told of in the same words.
        omitted = omitted.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(omitted));
    }
}
