package dev.byoc.viber;

import static dev.byoc.wording.Reader.ADMIN;
import static dev.byoc.wording.Reader.AGENT;

import dev.byoc.wording.Phrase;
import dev.byoc.wording.Reader;
import java.util.List;

/** What agents and admins read of Viber: why an answer was refused, and what to do. Limits and endings of names are arguments. */
enum ViberPhrase implements Phrase {
    // Refused by Viber, one a status.
    RELAY_NOT_REACHED(AGENT),
    TOKEN_REFUSED(AGENT),
    NOT_UNDERSTOOD(AGENT),
    INCOMPLETE(AGENT),
    NOT_ON_VIBER(AGENT),
    NOT_SUBSCRIBED(AGENT),
    BOT_BLOCKED(AGENT),
    TOKEN_OF_NO_BOT(AGENT),
    BOT_SUSPENDED(AGENT),
    NO_WEBHOOK(AGENT),
    NO_DEVICE(AGENT),
    CUSTOMERS_VIBER_TOO_OLD(AGENT),
    SENT_AS_TOO_OLD(AGENT),
    BOT_NOT_ALLOWED(AGENT),
    NO_INLINE_MESSAGES(AGENT),
    NO_INLINE_BOT(AGENT),
    NO_PUBLIC_CHAT(AGENT),
    BROADCAST_FAILED(AGENT),
    NO_BROADCASTS(AGENT),
    COUNTRY_NOT_SERVED(AGENT),
    NO_PAYMENTS(AGENT),
    FREE_MESSAGES_USED_UP(AGENT),
    BALANCE_USED_UP(AGENT),
    NOT_THIS_BOTS_CUSTOMER(AGENT),
    UNKNOWN_REASON(AGENT),

    // Refused by what answers in Viber's place.
    WRONG_ADDRESS(AGENT),
    NOT_FROM_VIBER(AGENT),

    // Not sent, as Viber would refuse it or show it without some of its words.
    SEVERAL_PARTS(AGENT),
    MESSAGE_TOO_LARGE(AGENT),
    KIND_UNKNOWN(AGENT),
    NO_ADDRESS(AGENT),
    TEXT_EMPTY(AGENT),
    TEXT_TOO_LONG(AGENT, Integer.class),
    CAPTION_TOO_LONG(AGENT, Integer.class),
    PICTURE_TOO_LARGE(AGENT),
    PICTURE_KIND(AGENT),
    VIDEO_CAPTION(AGENT),
    VIDEO_TOO_LARGE(AGENT),
    VIDEO_KIND(AGENT),
    FILE_CAPTION(AGENT),
    FILE_TOO_LARGE(AGENT),
    FILE_KIND_UNKNOWN(AGENT),
    FILE_KIND(AGENT, String.class),
    LOCATION_LABEL(AGENT),
    CONTACT_NAME(AGENT),
    CONTACT_NUMBER(AGENT),
    STICKER_NUMBER(AGENT),
    TOO_MANY_BUTTONS(AGENT, Integer.class),
    PROMPT_TOO_LONG(AGENT, Integer.class),
    BUTTON_UNFIT(AGENT),
    CARDS_UNFIT(AGENT),
    CARD_BUTTONS(AGENT),
    CARD_PICTURE_TOO_LARGE(AGENT),
    CARD_PICTURE_KIND(AGENT),
    CARD_TEXT(AGENT),

    REGISTERED(ADMIN);

    private final Reader reader;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Class<?>> arguments;

    ViberPhrase(Reader reader, Class<?>... arguments) {
        this.reader = reader;
        this.arguments = List.of(arguments);
    }

    @Override
    public String key() {
        return Phrase.keyOf("viber", this);
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
