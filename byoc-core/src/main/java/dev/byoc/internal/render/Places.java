package dev.byoc.internal.render;

import dev.byoc.message.Content;
import java.util.Set;

/**
 * The numbers of parts: each tells which content of the answer as it was written, in which form, and which piece. So a number means the same
 * at every attempt, whatever has become of the answer's files meanwhile.
 */
final class Places {
    /** More is not read: the numbers of parts are bounded. Behind the last one is the place of a keyboard. */
    static final int MOST_CONTENTS = 1_000;

    private static final int FORM = 500_000;
    private static final int CONTENT = 4 * FORM;

    /** The words that go before a file, where they do not go with it. */
    static final int CAPTION = 0;

    /** As it was written, but for texts. */
    static final int WHOLE = FORM;

    /** As the file or picture that comes nearest, or card by card. */
    static final int APART = 2 * FORM;

    static final int WORDS = 3 * FORM;

    /** Where numbered pieces begin, so that those of an earlier attempt are not taken for others when the option has changed. */
    static final int NUMBERED = FORM / 2;

    /** Between what one content was taken apart into. */
    private static final int STEP = 500;

    /** Each has a place for its picture and one for its words. */
    static final int MOST_CARDS = NUMBERED / STEP / 2;

    private final Set<Integer> done;

    /** @param done the numbers of parts that were taken at earlier attempts */
    Places(Set<Integer> done) {
        this.done = done;
    }

    static int of(int content, int form) {
        return content * CONTENT + form;
    }

    static int formOf(int number) {
        return number % CONTENT / FORM * FORM;
    }

    /** That form of the content of which this is a part. */
    static int inForm(int number, int form) {
        return number - number % CONTENT + form;
    }

    static int pictureOf(int cards, int card) {
        return inForm(cards, APART) + 2 * card * STEP;
    }

    static int wordsOf(int cards, int card) {
        return pictureOf(cards, card) + STEP;
    }

    /** How many pieces a part has numbers for that begins there. */
    static int room(int first) {
        return formOf(first) == APART ? STEP : NUMBERED;
    }

    boolean isDone(int number) {
        return done.contains(number);
    }

    boolean isBegun(int first) {
        return isBegun(first, room(first));
    }

    boolean isBegunNumbered(int first) {
        return isBegun(first + NUMBERED, room(first));
    }

    /** Whether any part of a content went in that form. */
    boolean isBegunInForm(int number, int form) {
        return isBegun(inForm(number, form), FORM);
    }

    private boolean isBegun(int from, int room) {
        return done.stream().anyMatch(part -> part >= from && part < from + room);
    }

    /** The number under which a content was sent that is no text and goes in one part; -1: it was not. */
    int sentAs(int content, Content written) {
        if (written instanceof Content.Text || written instanceof Content.Buttons) {
            return -1;
        }
        int whole = of(content, WHOLE);
        int nearest = of(content, APART);
        return isDone(whole) ? whole : isDone(nearest) && !(written instanceof Content.Cards) ? nearest : -1;
    }
}
