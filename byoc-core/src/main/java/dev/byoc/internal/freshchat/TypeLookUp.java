package dev.byoc.internal.freshchat;

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
import org.jspecify.annotations.Nullable;

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

    /**
     * What Freshchat says of one message.
     *
     * @param typed whether it says that it is open or private
     * @param why why it must not be sent; null: nothing is against it
     */
    public record Found(boolean typed, @Nullable String why) {}

    private record Read(Instant at, Map<String, Found> messages) {}

    public TypeLookUp(FreshchatClient freshchat, Clock clock) {
        this.freshchat = freshchat;
        this.clock = clock;
    }

    /**
     * What Freshchat says of that message, from memory or by a read; null if it is not among the newest of its conversation.
     *
     * @param conversation its ids of either family: an account may know it by one of them alone
     * @param relaySystem whether lines of the system may be sent
     * @throws FreshchatException if Freshchat cannot be asked, or refuses to say
     */
    public @Nullable Found of(List<String> conversation, String message, boolean relaySystem) {
        Read last = reads.get(conversation.get(0));
        boolean fresh = last != null && clock.instant().isBefore(last.at().plus(REMEMBERED));
        Found known = last != null && fresh ? last.messages().get(message) : null;
        return known != null ? known : read(conversation, message, relaySystem);
    }

    private @Nullable Found read(List<String> conversation, String message, boolean relaySystem) {
        for (String id : conversation) {
            try {
                Map<String, Found> messages = pages(id, message, relaySystem);
                reads.put(conversation.get(0), new Read(clock.instant(), messages));
                return messages.get(message);
            } catch (FreshchatException e) {
                if (!e.isNotFound()) {
                    throw e;
                }
            }
        }
        return null;
    }

    private Map<String, Found> pages(String conversation, String message, boolean relaySystem) {
        Map<String, Found> found = new HashMap<>();
        String link = null;
        for (int page = 0; page < MAX_PAGES && !found.containsKey(message); page++) {
            MessagePage messages = freshchat.messages(conversation, link);
            for (FreshchatMessage each : messages.messages()) {
                if (each.id() != null) {
                    found.putIfAbsent(each.id(), found(each, relaySystem));
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
    private static Found found(FreshchatMessage message, boolean relaySystem) {
        String why = message.actorType().isBlank() ? message.whyWithheld() : message.whyNotRelayed(relaySystem);
        return new Found(message.messageType() != null, why);
    }
}
