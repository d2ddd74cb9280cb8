package dev.byoc.kakaotalk.internal;

import static dev.byoc.wording.Reader.ADMIN;
import static dev.byoc.wording.Reader.AGENT;
import static dev.byoc.wording.Reader.CUSTOMER;

import dev.byoc.wording.Phrase;
import dev.byoc.wording.Reader;
import java.util.List;

/** What customers, agents and admins read of KakaoTalk beside each other's words. */
public enum KakaoTalkPhrase implements Phrase {
    /** While no agent has answered a chatbot's customer. */
    WAITING(CUSTOMER),

    // Refused by Happytalk, one a code.
    HAPPYTALK_NOT_ALLOWED(AGENT),
    HAPPYTALK_KEYS_REFUSED(AGENT),
    CHANNEL_NOT_IN_USE(AGENT),
    SESSION_ENDED(AGENT),
    CUSTOMER_UNKNOWN(AGENT),
    TAKEN_FOR_REPEAT(AGENT),
    PICTURE_NOT_TAKEN(AGENT),
    TEXT_NOT_TAKEN(AGENT),
    HAPPYTALK_ACCESS(AGENT),
    CHAT_SWITCHED_OFF(AGENT),
    NOT_UNDERSTOOD(AGENT),
    FORM_NOT_TAKEN(AGENT),
    CUSTOMER_BLOCKED(AGENT),
    NO_CONTRACT(AGENT),
    HAPPYTALK_UNKNOWN_REASON(AGENT),

    // Refused by Bizgo.
    BIZGO_KEY_REFUSED(AGENT),
    BIZGO_NOT_ALLOWED(AGENT),
    BIZGO_GATEWAY(AGENT),
    BIZGO_FILE(AGENT),
    BIZGO_UNKNOWN_REASON(AGENT),

    // Refused by what answers in their place.
    WRONG_ADDRESS(AGENT),
    CALL_TOO_LARGE(AGENT),
    NOT_FROM_KAKAOTALK(AGENT),

    // Not sent, as KakaoTalk would refuse it or show it without some of its words.
    NO_SESSION(AGENT),
    SEVERAL_PARTS(AGENT),
    KIND_UNKNOWN(AGENT),
    TEXT_EMPTY(AGENT),
    TEXT_TOO_LONG(AGENT, Integer.class),
    BUTTONS_UNFIT(AGENT),
    BUTTON_UNFIT(AGENT),
    CAPTION_UNFIT(AGENT),
    PICTURE_KIND(AGENT),
    /** A limit, such as 5 MB. */
    FILE_TOO_LARGE(AGENT, String.class),
    FILE_EMPTY(AGENT),
    FILE_NOT_FETCHED(AGENT),

    // Of the chatbot.
    SKILL_TOO_MUCH(AGENT, Integer.class, Integer.class),
    SKILL_EMPTY(AGENT),
    SKILL_TOO_LATE(AGENT),
    SKILL_MINUTE_OVER(AGENT),
    SKILL_NOT_TAKEN(AGENT),
    SKILL_ADDRESS_NOT_ALLOWED(AGENT),
    SKILL_EVENT_NOT_TAKEN(AGENT),

    // What a customer's button or link passed on; each is told behind "the customer came with".
    CAME_WITH_BUTTON(AGENT, String.class),
    CAME_WITH_TEXT(AGENT, String.class),
    CAME_WITH_LAST_TEXT(AGENT, String.class),
    CAME_WITH_EARLIER_BUTTON(AGENT, String.class),
    CAME_WITH_BLOCK(AGENT, String.class),
    CAME_WITH_DATE(AGENT, String.class),
    CAME_WITH_APP_USER(AGENT, String.class),

    // How a call to Happytalk's business center failed: its code, HTTP's or words of the network.
    CENTER_UNREACHED(ADMIN, String.class),
    CENTER_SILENT(ADMIN, String.class),
    CENTER_NO_CODE(ADMIN, String.class),
    CENTER_FAILURE(ADMIN, String.class),
    CENTER_INTERNAL(ADMIN, String.class),
    CENTER_NOT_ALLOWED(ADMIN, String.class),
    CENTER_KEYS_REFUSED(ADMIN, String.class),
    CENTER_CHANNEL_NOT_IN_USE(ADMIN, String.class),
    CENTER_ACCESS(ADMIN, String.class),
    CENTER_ADDRESS_NOT_ADMITTED(ADMIN, String.class),
    CENTER_PROFILE_NOT_VALID(ADMIN, String.class),
    CENTER_NO_DATA(ADMIN, String.class),
    CENTER_WRONG_STATE(ADMIN, String.class),
    CENTER_BUTTON(ADMIN, String.class),
    CENTER_NOT_VERIFIED(ADMIN, String.class),
    CENTER_NO_PROFILE(ADMIN, String.class),
    CENTER_NO_CONTRACT(ADMIN, String.class),
    CENTER_PROFILE_NOT_FOUND(ADMIN, String.class),
    CENTER_SYSTEM_MESSAGE(ADMIN, String.class),
    CENTER_PROFILE_BARRED(ADMIN, String.class),
    CENTER_DEALER_BARRED(ADMIN, String.class),
    CENTER_OTHER_TOOL(ADMIN, String.class),

    // Registering, and its steps by hand.
    HAPPYTALK_REGISTERED(ADMIN),
    /** Why. */
    HAPPYTALK_BY_HAND(ADMIN, String.class),
    HAPPYTALK_NOT_READ_BACK(ADMIN, String.class),
    HAPPYTALK_KEPT_OTHER(ADMIN),
    BIZGO_ADDRESSES(ADMIN),
    STEP_OTHER_TOOL(ADMIN),
    /** The dealer, as in the next ones. */
    STEP_SEND_TEXT(ADMIN, String.class),
    STEP_BASE_ADDRESS(ADMIN, String.class),
    STEP_CALLERS(ADMIN, String.class),
    /** What the dealer puts behind the address, and its name for it. */
    STEP_EACH_ADDRESS(ADMIN, String.class, String.class),
    STEP_TRY(ADMIN),
    SKILL_STEP_ADDRESS(ADMIN),
    /** The header's name. */
    SKILL_STEP_HEADER(ADMIN, String.class),
    SKILL_STEP_BLOCKS(ADMIN),
    SKILL_STEP_CALLBACKS(ADMIN),
    SKILL_STEP_DEPLOY(ADMIN),
    SKILL_STEP_TRY(ADMIN);

    private final Reader reader;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Class<?>> arguments;

    KakaoTalkPhrase(Reader reader, Class<?>... arguments) {
        this.reader = reader;
        this.arguments = List.of(arguments);
    }

    @Override
    public String key() {
        return Phrase.keyOf("kakaotalk", this);
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
