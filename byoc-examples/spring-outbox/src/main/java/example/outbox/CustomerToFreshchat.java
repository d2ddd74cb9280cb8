package example.outbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** What a customer says goes into their conversation, as said by them. */
@Component
class CustomerToFreshchat implements Destination {
    /** How far the clocks may be apart. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private final Freshchat freshchat;

    CustomerToFreshchat(Freshchat freshchat) {
        this.freshchat = freshchat;
    }

    private static String reference(Visit visit) {
        return Received.CUSTOMER + URLEncoder.encode(visit.lane().customer(), StandardCharsets.UTF_8);
    }

    /** By position and by words: two equal messages in a row are two messages. */
    @Override
    public void settle(Visit visit) {
        if (visit.peer() == null) {
            visit.peer(freshchat.findUser(reference(visit)));
        }
        if (visit.peer() == null) {
            return;
        }
        Instant since = visit.next().receivedAt().minus(CLOCKS);
        List<String> conversations =
                visit.conversation() == null ? freshchat.conversationsOf(visit.peer()) : List.of(visit.conversation());
        for (String conversation : conversations) {
            for (Freshchat.Posted said : freshchat.saidBy(visit.peer(), conversation, visit.lastMessage(), since)) {
                if (visit.next() != null && visit.next().content().equals(said.text())) {
                    if (visit.conversation() == null) {
                        visit.conversation(conversation);
                    }
                    visit.delivered(said.id());
                }
            }
        }
    }

    @Override
    public void deliver(Visit visit) {
        Message message = visit.next();
        if (visit.peer() == null) {
            String known = freshchat.findUser(reference(visit));
            visit.peer(known == null ? freshchat.createUser(reference(visit), message.author()) : known);
        }
        if (visit.conversation() == null) {
            Freshchat.Created created = freshchat.create(visit.peer(), message.content());
            visit.conversation(created.conversation());
            visit.delivered(created.message());
            return;
        }
        try {
            visit.delivered(freshchat.post(visit.conversation(), visit.peer(), message.content()));
        } catch (Api.Refused e) {
            if (!e.isOfConversation()) {
                throw e;
            }
            // A new one is made, unless that has happened already and the process died of it.
            visit.conversation(null);
            throw new CallFailed(CallFailed.Kind.UNKNOWN, "the conversation is over");
        }
    }
}
