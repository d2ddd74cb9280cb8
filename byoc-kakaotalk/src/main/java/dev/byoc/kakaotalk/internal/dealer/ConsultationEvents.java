package dev.byoc.kakaotalk.internal.dealer;

import dev.byoc.channel.Inbound;
import dev.byoc.json.Json;
import dev.byoc.kakaotalk.internal.Hosts;
import dev.byoc.kakaotalk.internal.InboundContents;
import dev.byoc.kakaotalk.internal.KakaoTalkPhrase;
import dev.byoc.kakaotalk.internal.Words;
import dev.byoc.message.Customer;
import dev.byoc.message.ReplyHandle;
import dev.byoc.wording.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the callbacks of Consultation Talk. Every field may be missing or odd; only the customer's key must be there. */
final class ConsultationEvents {
    /** After the customer's last message (doc.nexus.co.kr, developers.bizgo.io). */
    static final Duration SESSION_LIFE = Duration.ofDays(30);

    /** Stands for a session whose id did not come: there is one, as the customer has just written. */
    static final String UNNAMED_SESSION = "unnamed";

    private final Dealer dealer;
    private final Dealer.Names names;
    private final InboundContents contents;
    private final @Nullable Supplier<Wording> reference;

    /**
     * Of one account.
     *
     * @param reference in which words agents are told what a customer's button or link passed on; null: they are not
     */
    ConsultationEvents(Dealer dealer, Hosts mediaHosts, @Nullable Supplier<Wording> reference) {
        this.dealer = dealer;
        this.names = dealer.names();
        this.contents = new InboundContents(mediaHosts);
        this.reference = reference;
    }

    List<Inbound> read(Callback callback, Json body, Instant receivedAt) {
        Instant told = dealer.time(body);
        Instant at = told == null ? receivedAt : told;
        if (callback == Callback.RESULT) {
            return List.of(dealer.result(body, at));
        }
        if (callback == Callback.OTHER) {
            return List.of(new Inbound.Ignored("a callback that says nothing to an agent"));
        }
        String user = body.get(names.user()).textOr("");
        if (user.isEmpty()) {
            String why = "a callback without a user key";
            // Only a message has words that would be lost.
            return List.of(callback == Callback.MESSAGE ? new Inbound.Unreadable(why) : new Inbound.Ignored(why));
        }
        return switch (callback) {
            case MESSAGE -> message(body, Customer.of(user), at);
            case REFERENCE -> List.of(reference(body, Customer.of(user), at));
            default -> List.of(ended(body, user, at));
        };
    }

    private List<Inbound> message(Json body, Customer customer, Instant at) {
        List<Inbound> events = new ArrayList<>();
        events.add(Inbound.MessageReceived.builder(id("message", body), customer, at)
                .contents(contents.of(body.get(names.type()).textOr(""), body))
                .handle(handle(body, at))
                .build());
        String extra = body.get("extra").textOr("");
        if (!extra.isEmpty() && reference != null) {
            // Not the customer's words: the business put it behind the button that they pressed. The handle comes with
            // the message.
            String context = reference.get().of(KakaoTalkPhrase.CAME_WITH_BUTTON, extra);
            events.add(new Inbound.CustomerJoined(id("extra", body), customer, at, context, null));
        }
        return events;
    }

    private Inbound reference(Json body, Customer customer, Instant at) {
        String context = reference == null ? null : Reference.words(body, names.lastReference(), reference.get());
        String id = id("reference", body);
        if (id == null && !session(body).equals(UNNAMED_SESSION)) {
            // Happytalk's have no number of their own.
            id = "reference:" + session(body) + ":" + at.toEpochMilli();
        }
        return new Inbound.CustomerJoined(id, customer, at, context, handle(body, at));
    }

    private Inbound ended(Json body, String user, Instant at) {
        String session = session(body);
        String id = session.equals(UNNAMED_SESSION) ? id("expired", body) : "expired:" + session;
        return new Inbound.SessionEnded(id, user, at, session, handle(UNNAMED_SESSION, at));
    }

    private ReplyHandle handle(Json body, Instant at) {
        return handle(session(body), at);
    }

    private static ReplyHandle handle(String session, Instant at) {
        return new ReplyHandle(session, false, at.plus(SESSION_LIFE));
    }

    private String session(Json body) {
        return Words.id(body.get(names.session()).textOr(UNNAMED_SESSION));
    }

    /** Always text: numbers of serials outgrow what a double holds. */
    private @Nullable String id(String kind, Json body) {
        String text = body.get(names.id()).textOr("");
        return text.isEmpty() ? null : kind + ":" + Words.id(text);
    }
}
