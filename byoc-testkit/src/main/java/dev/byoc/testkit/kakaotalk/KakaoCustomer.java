package dev.byoc.testkit.kakaotalk;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Webhooks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

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
    private final String userKey;
    private final List<KakaoMessage> received = new ArrayList<>();
    private String session = "";
    private boolean open;
    private Instant lastSpoke = Instant.EPOCH;
    private boolean blockedByAgent;
    private boolean blocksChannel;

    KakaoCustomer(KakaoTalk kakao, String userKey) {
        this.kakao = kakao;
        this.userKey = userKey;
    }

    public String userKey() {
        return userKey;
    }

    // What the customer does

    /** A text. One that is too long for the dealer comes as its head and the address of a file with the whole. */
    public int says(String text) {
        return kakao.says(this, text, "");
    }

    /** One photo or several, by their addresses, in one event. */
    public int sendsPhoto(String... urls) {
        return kakao.tell(this, KakaoSaid.media("photo", urls));
    }

    /** A video that lies at an address. */
    public int sendsVideo(String url) {
        return kakao.tell(this, KakaoSaid.media("video", url));
    }

    /** A voice message that lies at an address. */
    public int sendsAudio(String url) {
        return kakao.tell(this, KakaoSaid.media("audio", url));
    }

    /** A file that lies at an address. */
    public int sendsFile(String url, String fileName) {
        return kakao.tell(this, KakaoSaid.file(url, fileName));
    }

    /** A message of any kind: these fields stand in the event instead of, or beside, a text's. */
    public int sends(Json fields) {
        return kakao.tell(this, KakaoSaid.fields(fields));
    }

    /** Presses a button of the channel's own, outside any message. */
    public int pressesButton(String text, String extra) {
        return kakao.says(this, text, extra);
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
            case "BK" -> kakao.says(this, name, button.extra());
            case "MD" -> kakao.says(this, name + "\n" + message.text(), button.extra());
            case "BT" -> kakao.leaves(this);
            default -> 200;
        };
    }

    private synchronized KakaoMessage withButtons() {
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
        return kakao.asks(this, extra);
    }

    /** Leaves the chat room: the session ends. */
    public int leaves() {
        return kakao.leaves(this);
    }

    /** Blocks the channel: the session ends, and nothing arrives until the customer writes again. */
    public int blocks() {
        synchronized (this) {
            blocksChannel = true;
        }
        return kakao.leaves(this);
    }

    /** Whether the partner can write now. */
    public boolean inSession() {
        return kakao.inSession(this);
    }

    /** The session that is open or would be opened by the next message, {@code ""} if the customer never spoke since the last end. */
    public synchronized String session() {
        return session;
    }

    // What the customer got

    /** Every message that reached this customer, in order. */
    public synchronized List<KakaoMessage> received() {
        return List.copyOf(received);
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

    // For KakaoTalk and the dealers

    synchronized void receive(KakaoMessage message) {
        received.add(message);
    }

    /** The session that the next event belongs to. */
    synchronized String session(Supplier<String> fresh) {
        if (session.isEmpty()) {
            session = fresh.get();
        }
        return session;
    }

    synchronized void opened(String id, Instant at) {
        // A callback that was held back may be taken when its session is already over.
        if (id.equals(session)) {
            open = true;
            blocksChannel = false;
            lastSpoke = at;
        }
    }

    /** Ends the session; gives its id, {@code ""} if none was open. */
    synchronized String closed() {
        String was = open ? session : "";
        open = false;
        session = "";
        return was;
    }

    synchronized boolean isOpen() {
        return open;
    }

    synchronized boolean isSilentSince(Instant limit) {
        return open && lastSpoke.isBefore(limit);
    }

    synchronized void blockedByAgent(boolean blocked) {
        this.blockedByAgent = blocked;
    }

    /** Whether messages are refused because customer or business has blocked the other. */
    synchronized boolean isBlocked() {
        return blockedByAgent || blocksChannel;
    }

    /** The user key alone. */
    @Override
    public String toString() {
        return "KakaoCustomer[" + userKey + "]";
    }
}
