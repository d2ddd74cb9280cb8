package dev.byoc.internal.notes;

import dev.byoc.wording.Phrase;
import dev.byoc.wording.Reader;
import java.time.Instant;
import java.util.List;

/**
 * The sentences of the private notes. A note about an answer says what became of it and which one it is, then why, then what the agent can
 * do. None of them holds a code of an API: those are in the timeline.
 */
public enum NotePhrase implements Phrase {
    /** What became of it: the messenger, and the answer as {@link Answer#shown} has it. */
    NOT_ARRIVED(String.class, String.class),
    BEGINNING_ARRIVED(String.class, String.class),
    MAY_HAVE_ARRIVED(String.class, String.class),
    NOT_AS_WRITTEN(String.class, String.class),
    MISSED(String.class, String.class),
    /** With how many there are, and the newest of them. */
    MISSED_SEVERAL(String.class, Integer.class, String.class),
    MISSED_UNSURE(String.class, String.class),
    MISSED_UNSURE_SEVERAL(String.class, Integer.class, String.class),
    /** The messenger, and how many there are. */
    TOO_LARGE_TO_READ(String.class, Integer.class),
    /** The messenger, and when the answer was given. */
    FAILED_LATER(String.class, Instant.class),

    /** Which answer: its first words. */
    ANSWER_WORDS(String.class),
    /** Its first words or its kind, and when it was written. */
    ANSWER_AT(String.class, Instant.class),
    ANSWER_BY_APPLICATION(String.class),

    /** Why, and what to do, where the channel has no sentence of its own. */
    REJECTED,
    AUTH,
    RECIPIENT_GONE,
    WINDOW_CLOSED,
    TOO_LARGE,
    UNSUPPORTED,
    MISCONFIGURED,
    /** A receipt settled it. */
    REPORTED_FAILED,
    NO_CLEAR_ANSWER,
    EXPIRED,
    EXPIRED_UNSURE,
    EXHAUSTED,
    EXHAUSTED_UNSURE,
    FAULT,
    FAULT_UNSURE,
    UNTYPED,
    WRITTEN_AS_APPLICATION,
    LIKE_A_NOTE,
    SEVERAL_CUSTOMERS,
    NO_ID,
    NO_CONVERSATION,
    TIME_OF_A_COPY,
    FOUND_TOO_LATE,
    FOUND_UNNAMED,
    FOUND_INCOMPARABLE,
    /** What to do about an unknown outcome. */
    ASK_OR_SEND_AGAIN,
    /** What to do where the beginning has arrived. */
    SEND_THE_REST,
    /** What to do about what was left out. */
    SEND_LEFT_OUT,

    /** The messenger, and what code has sent. */
    SENT_FROM_CODE(String.class, String.class),

    /** What a messenger tells: its name, or what the customer came with. */
    LEFT(String.class),
    SESSION_ENDED(String.class),
    CAME_WITH(String.class),
    /** The reaction. */
    REACTED(String.class),
    /** The reaction, and what it is about. */
    REACTED_TO(String.class, String.class),
    UNREACTED(String.class),
    UNREACTED_TO(String.class, String.class),
    /** The messenger. */
    WITHDRAWN(String.class),

    /** One line for each loss: what was lost, and why. */
    LEFT_OUT(String.class, String.class),
    CUT(String.class, String.class),
    OTHER_FORM(String.class, String.class),

    A_TEXT,
    A_PICTURE,
    A_VIDEO,
    A_SOUND,
    A_FILE,
    A_LOCATION,
    A_CONTACT,
    A_STICKER,
    A_LINK,
    THE_BUTTONS,
    THE_CARDS,
    THE_MESSAGE,
    A_QUOTE,
    A_HIDDEN_PART,
    A_LINKS_ADDRESS,
    A_PICTURE_OR_VIDEO,
    /** The word of who made it. */
    OF_KIND(String.class),
    OF_UNKNOWN_KIND,

    WHY_NO_SUCH_KIND,
    WHY_WRONG_TYPE,
    WHY_TOO_LARGE,
    WHY_TOO_MANY,
    WHY_UNREADABLE,
    WHY_NO_ADDRESS,
    WHY_NO_FILE,
    WHY_NOT_TAKEN,
    WHY_NOT_TAKEN_SO,
    WHY_HIDDEN,
    WHY_RELATIVE_ADDRESS;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Class<?>> arguments;

    NotePhrase(Class<?>... arguments) {
        this.arguments = List.of(arguments);
    }

    @Override
    public String key() {
        return Phrase.keyOf("note", this);
    }

    @Override
    public Reader reader() {
        return Reader.AGENT;
    }

    @Override
    public List<Class<?>> arguments() {
        return arguments;
    }
}
