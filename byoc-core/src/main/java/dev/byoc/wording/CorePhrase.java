package dev.byoc.wording;

import static dev.byoc.wording.Reader.ADMIN;
import static dev.byoc.wording.Reader.AGENT;
import static dev.byoc.wording.Reader.EITHER;

import java.util.List;

/** The core's sentences about what one side said and the other side cannot be shown as it is, and about installing a channel. */
public enum CorePhrase implements Phrase {
    /** A message of which nothing can be seen. */
    EMPTY(EITHER),
    PICTURE(EITHER),
    VIDEO(EITHER),
    AUDIO(EITHER),
    FILE(EITHER),
    /** A file's kind and name. */
    FILE_NAMED(EITHER, String.class, String.class),
    /** A file's kind, with or without its name, and its address. */
    FILE_AT(EITHER, String.class, String.class),
    /** In place of an address that no reader can open. */
    FILE_NOT_SHOWN(EITHER),
    /** A file's kind, with or without its name, and why it is missing. */
    FILE_MISSING(EITHER, String.class, String.class),
    /** Behind the beginning of a text, why the rest is missing. */
    TEXT_MISSING(EITHER, String.class),
    MISSING_BAD_ADDRESS(EITHER),
    MISSING_NOT_PUBLIC(EITHER),
    MISSING_BAD_REDIRECT(EITHER),
    MISSING_GONE(EITHER),
    MISSING_REFUSED(EITHER),
    MISSING_SERVER_ERROR(EITHER),
    MISSING_UNREACHABLE(EITHER),
    MISSING_SILENT(EITHER),
    MISSING_TIMED_OUT(EITHER),
    MISSING_CUT_OFF(EITHER),
    MISSING_EMPTY(EITHER),
    MISSING_TOO_LARGE(EITHER),
    /** A limit, such as 25 MB. */
    MISSING_LARGER_THAN(EITHER, String.class),
    MISSING_WRONG_TYPE(EITHER),
    MISSING_NOT_TAKEN(EITHER),
    /** An address of a map. */
    LOCATION(EITHER, String.class),
    /** What the place is called, and an address of a map. */
    LOCATION_NAMED(EITHER, String.class, String.class),
    /** A name, and a number if there is one. */
    CONTACT(EITHER, String.class),
    /** What the sticker is called. */
    STICKER(EITHER, String.class),
    STICKER_UNNAMED(EITHER),
    /** What a link is called, and its address. */
    LINK(EITHER, String.class, String.class),
    /** A number, and what is behind it: a customer can answer with the number. */
    BUTTON(EITHER, String.class, String.class),
    /** What was sent and cannot be shown: one of the kinds below. */
    UNSUPPORTED(EITHER, String.class),
    KIND_CONTACT(EITHER),
    KIND_LOCATION(EITHER),
    KIND_LINK(EITHER),
    KIND_EMPTY_TEXT(EITHER),
    KIND_POLL(EITHER),
    KIND_PICTURE(EITHER),
    KIND_VIDEO(EITHER),
    KIND_AUDIO(EITHER),
    KIND_FILE(EITHER),
    KIND_STICKER(EITHER),
    KIND_UNKNOWN(EITHER),
    /** The messenger's own word for it. */
    KIND_OTHER(EITHER, String.class),
    FORWARDED(EITHER),
    /** From whom. */
    FORWARDED_FROM(EITHER, String.class),
    /** Before a message that answers one of which no more is known. */
    REPLY(EITHER),
    /** Who wrote the message that is answered. */
    REPLY_TO(EITHER, String.class),
    /** The message that is answered. */
    REPLY_WORDS(EITHER, String.class),
    /** Who wrote the message that is answered, and what it says. */
    REPLY_TO_WORDS(EITHER, String.class, String.class),
    /** Before what a changed message says now. */
    EDITED(AGENT),
    /** What it said before. */
    EDITED_WORDS(AGENT, String.class),
    /** The name of a customer of whom none is known: the messenger. */
    CUSTOMER_OF(AGENT, String.class),
    PASTE_WEBHOOK(ADMIN);

    private final Reader reader;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Class<?>> arguments;

    CorePhrase(Reader reader, Class<?>... arguments) {
        this.reader = reader;
        this.arguments = List.of(arguments);
    }

    @Override
    public String key() {
        return Phrase.keyOf("core", this);
    }

    @Override
    public Reader reader() {
        return reader;
    }

    @Override
    public List<Class<?>> arguments() {
        return arguments;
    }
}
