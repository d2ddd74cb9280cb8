package dev.byoc.internal.freshchat;

import dev.byoc.Visible;
import dev.byoc.freshchat.FreshchatClient;
import dev.byoc.freshchat.FreshchatException;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.freshchat.MessagePage;
import dev.byoc.internal.runtime.Recent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks Freshchat what a webhook left out: whether a message is open or a private note. One read serves all that waits in a conversation.
 * Thread-safe.
 */
public final class TypeLookUp {
    /** So many pages back: of 50 messages each, where Freshchat gives as many. */
    private static final int MAX_PAGES = 3;

    /** A dead letter that is replayed after a while is asked for again. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final int MOST_CONVERSATIONS = 256;

    private final FreshchatClient freshchat;
    private final Clock clock;
    private final Recent<String, Read> reads = new Recent<>(MOST_CONVERSATIONS);

    /** What Freshchat says of one message. */
    public sealed interface Said {
        /** It is an answer to the customer. */
        record Open() implements Said {}

        /** It must not be sent. */
        record Withheld(String why) implements Said {}

        /** It is there without a type: it may be a private note. */
        record Untyped() implements Said {}

        /** It is not among the newest of its conversation. */
        record NotShown() implements Said {}
    }

    private record Read(Instant at, Map<String, Said> messages) {}

    public TypeLookUp(FreshchatClient freshchat, Clock clock) {
        this.freshchat = freshchat;
        this.clock = clock;
    }

    /**
     * What Freshchat says of that message, from memory or by a read.
     *
     * @param conversation its ids of either family: an account may know it by one of them alone
     * @param relaySystem whether lines of the system may be sent
     * @throws FreshchatException if Freshchat cannot be asked, or refuses to say
     */
    public Said of(List<String> conversation, String message, boolean relaySystem) {
        Read last = reads.get(conversation.get(0));
        boolean fresh = last != null && clock.instant().isBefore(last.at().plus(REMEMBERED));
        Said known = last != null && fresh ? last.messages().get(message) : null;
        return known != null ? known : read(conversation, message, relaySystem);
    }

    private Said read(List<String> conversation, String message, boolean relaySystem) {
        for (String id : conversation) {
            try {
                Map<String, Said> messages = pages(id, message, relaySystem);
                reads.put(conversation.get(0), new Read(clock.instant(), messages));
                return messages.getOrDefault(message, new Said.NotShown());
            } catch (FreshchatException e) {
                if (!e.isNotFound()) {
                    throw e;
                }
            }
        }
        return new Said.NotShown();
    }

    private Map<String, Said> pages(String conversation, String message, boolean relaySystem) {
        Map<String, Said> found = new HashMap<>();
        String link = null;
        for (int page = 0; page < MAX_PAGES && !found.containsKey(message); page++) {
            MessagePage messages = freshchat.messages(conversation, link);
            for (FreshchatMessage each : messages.messages()) {
                if (each.id() != null) {
                    found.putIfAbsent(each.id(), said(each, relaySystem));
                }
            }
            link = messages.older();
            if (link == null) {
                break;
            }
        }
        return found;
    }

    /** Who wrote it may be missing there; the webhook has told. */
    private static Said said(FreshchatMessage message, boolean relaySystem) {
        String why = Visible.isBlank(message.actorType()) ? message.whyWithheld() : message.whyNotRelayed(relaySystem);
        if (why != null) {
            return new Said.Withheld(why);
        }
        return message.messageType() == null ? new Said.Untyped() : new Said.Open();
    }
}
