package dev.byoc.testkit.kakaotalk;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Webhooks;
import java.util.List;

/**
 * A customer of a KakaoTalk channel, through {@link FakeHappytalk} or {@link FakeBizgo}. Whatever this person does becomes a
 * callback on the caller's thread; the methods give the status it was answered with at last, 0 if it was not, {@link Webhooks#HELD} if
 * it is held back, and 200 without a callback where KakaoTalk reports nothing. Thread-safe.
 *
 * <p>The consultation session opens when the first message's callback has been answered as it should be; until then, and after the end,
 * nothing can be sent to this customer.
 */
public final class KakaoCustomer {
    private final KakaoTalk kakao;
    private final KakaoRoom room;

    KakaoCustomer(KakaoTalk kakao, KakaoRoom room) {
        this.kakao = kakao;
        this.room = room;
    }

    public String userKey() {
        return room.userKey();
    }

    // What the customer does

    /** A text. One that is too long for the dealer comes as its head and the address of a file with the whole. */
    public int says(String text) {
        return kakao.says(room, text, "");
    }

    /** One photo or several, by their addresses, in one event. */
    public int sendsPhoto(String... urls) {
        return kakao.tell(room, KakaoSaid.media("photo", urls));
    }

    /** A video that lies at an address. */
    public int sendsVideo(String url) {
        return kakao.tell(room, KakaoSaid.media("video", url));
    }

    /** A voice message that lies at an address. */
    public int sendsAudio(String url) {
        return kakao.tell(room, KakaoSaid.media("audio", url));
    }

    /** A file that lies at an address. */
    public int sendsFile(String url, String fileName) {
        return kakao.tell(room, KakaoSaid.file(url, fileName));
    }

    /** A message of any kind: these fields stand in the event instead of, or beside, a text's. */
    public int sends(Json fields) {
        return kakao.tell(room, KakaoSaid.fields(fields));
    }

    /** Presses a button of the channel's own, outside any message. */
    public int pressesButton(String text, String extra) {
        return kakao.says(room, text, extra);
    }

    /**
     * Taps a button of the last message that has any. {@code BK} and {@code MD} speak for the customer, {@code BT} ends the session;
     * the other kinds are not reported.
     *
     * @throws AssertionError if no such button is shown
     */
    public int taps(String name) {
        KakaoMessage message = withButtons();
        KakaoButton button = message.buttons().stream()
                .filter(b -> b.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button is shown with that name"));
        return switch (button.type()) {
            case "BK" -> kakao.says(room, name, button.extra());
            case "MD" -> kakao.says(room, name + "\n" + message.text(), button.extra());
            case "BT" -> kakao.leaves(room);
            default -> 200;
        };
    }

    private KakaoMessage withButtons() {
        List<KakaoMessage> received = received();
        for (int i = received.size() - 1; i >= 0; i--) {
            if (!received.get(i).buttons().isEmpty()) {
                return received.get(i);
            }
        }
        throw new AssertionError("no message with buttons has been received");
    }

    /**
     * Asks for a consultation from the business's own page or bot: the {@code reference} callback, which is no message and opens no
     * session.
     *
     * @param extra what the page passed, {@code ""}: nothing, and only the last known reference is told
     */
    public int asksForConsultation(String extra) {
        return kakao.asks(room, extra);
    }

    /** Leaves the chat room: the session ends. */
    public int leaves() {
        return kakao.leaves(room);
    }

    /** Blocks the channel: the session ends, and nothing arrives until the customer writes again. */
    public int blocks() {
        room.blocksChannel();
        return kakao.leaves(room);
    }

    /** Whether the partner can write now. */
    public boolean inSession() {
        return kakao.inSession(room);
    }

    /** The session that is open or would be opened by the next message, {@code ""} if the customer never spoke since the last end. */
    public String session() {
        return room.session();
    }

    // What the customer got

    /** Every message that reached this customer, in order. */
    public List<KakaoMessage> received() {
        return room.received();
    }

    /** The texts and captions of {@link #received}. */
    public List<String> receivedTexts() {
        return received().stream().map(KakaoMessage::text).toList();
    }

    /**
     * Waits until so many messages in all were received; gives them.
     *
     * @throws AssertionError after 30 s
     */
    public List<KakaoMessage> awaitReceived(int n) {
        kakao.await(
                () -> received().size() >= n,
                () -> n + " received messages; there are " + received().size());
        return received();
    }

    /** The user key alone. */
    @Override
    public String toString() {
        return "KakaoCustomer[" + userKey() + "]";
    }
}
