package dev.byoc.relay;

import dev.byoc.channel.Inbound;
import dev.byoc.channel.Received;
import dev.byoc.channel.Route;
import dev.byoc.channel.SyncReplies;
import dev.byoc.channel.Verification;
import dev.byoc.channel.WebhookRequest;
import dev.byoc.channel.WebhookResponse;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.Lane;
import dev.byoc.store.Lane.Direction;
import dev.byoc.store.LinkChange;
import dev.byoc.store.NewEntry;
import dev.byoc.store.RelayStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes a messenger's webhook: verified, read, stored, and only then answered. */
final class ChannelDoor {
    /** Events older than this have no effect: their keys may be forgotten soon, and a captured request must not come back. */
    static final Duration ACCEPTED_AGE = Duration.ofDays(2);

    private final RelayStore store;
    private final Lanes lanes;
    private final SyncDesk desk;
    private final Confirmations confirmations;
    private final Notes notes;
    private final Reports reports;
    private final Clock clock;

    ChannelDoor(
            RelayStore store,
            Lanes lanes,
            SyncDesk desk,
            Confirmations confirmations,
            Notes notes,
            Reports reports,
            Clock clock) {
        this.store = store;
        this.lanes = lanes;
        this.desk = desk;
        this.confirmations = confirmations;
        this.notes = notes;
        this.reports = reports;
        this.clock = clock;
    }

    WebhookResponse enter(Account account, WebhookRequest request) {
        List<Route> routes = account.channel().routes();
        if (routes.stream().noneMatch(route -> route.subPath().equals(request.subPath()))) {
            reports.refused(account.id(), 404, "no such path");
            return WebhookResponse.text(404, "not found");
        }
        if (!routes.contains(new Route(request.method(), request.subPath()))) {
            reports.refused(account.id(), 405, "method not allowed");
            String allowed = routes.stream()
                    .filter(route -> route.subPath().equals(request.subPath()))
                    .map(Route::method)
                    .collect(Collectors.joining(", "));
            return WebhookResponse.text(405, "method not allowed").with("Allow", allowed);
        }
        Verification verification;
        try {
            verification = account.channel().verify(request);
        } catch (RuntimeException e) {
            verification = new Verification.Rejected(
                    "the check failed: " + e.getClass().getSimpleName());
        }
        if (verification instanceof Verification.Verified verified) {
            reports.verified(account.id());
            return take(account, verified);
        }
        if (verification instanceof Verification.Answered answered) {
            reports.ignored(account.id(), true, "a handshake");
            return answered.answer();
        }
        String why = verification instanceof Verification.Rejected rejected ? rejected.why() : "not verified";
        reports.refused(account.id(), 401, why);
        return WebhookResponse.text(401, "not verified");
    }

    private WebhookResponse take(Account account, Verification.Verified verified) {
        Received received;
        try {
            received = account.channel().parse(verified);
        } catch (RuntimeException e) {
            received = Received.of(new Inbound.Unreadable(e.getClass().getSimpleName()));
        }
        List<NewEntry> entries = new ArrayList<>();
        List<LinkChange> links = new ArrayList<>();
        for (Inbound event : received.events()) {
            sort(account, event, verified.request(), entries, links);
        }
        boolean fresh = false;
        if (!entries.isEmpty() || !links.isEmpty()) {
            RelayStore.Appended appended = store.append(entries, links);
            for (int i = 0; i < entries.size(); i++) {
                reports.stored(
                        account.id(),
                        true,
                        entries.get(i).eventKey(),
                        appended.fresh().get(i));
            }
            fresh = appended.fresh().contains(true);
            lanes.take(appended.claims());
        }
        return answer(account, received, fresh);
    }

    /** What was read with the request; or what somebody says to the customer while the request may wait. */
    private WebhookResponse answer(Account account, Received received, boolean fresh) {
        if (account.channel() instanceof SyncReplies sync) {
            for (Inbound event : received.events()) {
                if (event instanceof Inbound.MessageReceived message && message.handle() == null) {
                    // A repeated request gets no second answer.
                    List<Content> parts =
                            fresh ? desk.await(account.id(), message.customer().id(), sync.patience()) : List.of();
                    return sync.answer(parts);
                }
            }
        }
        return received.answer();
    }

    private void sort(
            Account account, Inbound event, WebhookRequest request, List<NewEntry> entries, List<LinkChange> links) {
        if (event instanceof Inbound.MessageReceived message) {
            if (isForgotten(message.at())) {
                reports.ignored(account.id(), true, "older than what is remembered");
                return;
            }
            handle(account, message.customer().id(), message.handle(), links);
            Work.Post post = new Work.Post(message.customer(), message.at(), message.contents());
            entries.add(entry(account, message.customer().id(), "message:", message.eventId(), post));
        } else if (event instanceof Inbound.CustomerJoined joined) {
            handle(account, joined.customer().id(), joined.handle(), links);
            joined(account, joined, entries, links);
        } else if (event instanceof Inbound.CustomerLeft left) {
            String text = "The customer can no longer be reached on "
                    + account.descriptor().displayName() + ", until they write again.";
            entries.add(notes.note(account, left.customerId(), "left:" + id(left.eventId()), text));
        } else if (event instanceof Inbound.SessionEnded ended) {
            ended(account, ended, entries, links);
        } else if (event instanceof Inbound.Receipt receipt) {
            receipt(account, receipt, entries);
        } else if (event instanceof Inbound.Unreadable unreadable) {
            reports.unreadable(account.id(), unreadable.why());
            entries.add(raw(account, unreadable, request));
        } else if (event instanceof Inbound.Ignored ignored) {
            reports.ignored(account.id(), true, ignored.why());
        }
    }

    private boolean isForgotten(Instant at) {
        return at.isBefore(clock.instant().minus(ACCEPTED_AGE)) || at.isBefore(store.remembersSince());
    }

    private static void handle(Account account, String customer, @Nullable ReplyHandle handle, List<LinkChange> links) {
        if (handle != null) {
            links.add(new LinkChange.Handle(account.id(), customer, handle));
        }
    }

    private void joined(
            Account account, Inbound.CustomerJoined joined, List<NewEntry> entries, List<LinkChange> links) {
        Customer customer = joined.customer();
        String context = joined.context();
        if (context == null || context.isBlank()) {
            reports.ignored(account.id(), true, "a customer opened the conversation");
            return;
        }
        String text = "The customer came with: " + context;
        var link = store.link(account.id(), customer.id());
        if (link == null || link.conversation() == null) {
            // Nothing is made for somebody who has said nothing yet; it is shown with the first message.
            links.add(new LinkChange.Context(account.id(), customer.id(), text));
        } else {
            entries.add(notes.note(account, customer.id(), "joined:" + id(joined.eventId()), text));
        }
    }

    private void ended(Account account, Inbound.SessionEnded ended, List<NewEntry> entries, List<LinkChange> links) {
        links.add(new LinkChange.HandleSpent(account.id(), ended.customerId(), ended.handleValue()));
        var link = store.link(account.id(), ended.customerId());
        if (link != null && link.handle() != null && !link.handle().value().equals(ended.handleValue())) {
            // An older session, told late: the customer is in a newer one.
            reports.ignored(account.id(), true, "an older session has ended");
            return;
        }
        String text = "The customer's session on " + account.descriptor().displayName()
                + " has ended. You can answer again once they write.";
        entries.add(notes.note(account, ended.customerId(), "ended:" + id(ended.eventId()), text));
    }

    private void receipt(Account account, Inbound.Receipt receipt, List<NewEntry> entries) {
        confirmations.came(account.id(), receipt);
        reports.tell(new RelayEvent.ReceiptCame(account.id(), receipt.messageId(), receipt.status()));
        if (receipt.status() == Inbound.Receipt.Status.FAILED) {
            entries.add(new NewEntry(
                    account.id(),
                    new Lane(Direction.IN, account.id() + " receipt:" + receipt.messageId()),
                    account.id() + " failed:" + receipt.messageId(),
                    WorkCodec.write(new Work.FailedReceipt(receipt.messageId(), receipt.detail()))));
        }
    }

    private static NewEntry entry(Account account, String customer, String kind, @Nullable String eventId, Work work) {
        return new NewEntry(
                account.id(),
                new Lane(Direction.IN, account.reference(customer)),
                account.id() + " " + kind + id(eventId),
                WorkCodec.write(work));
    }

    /** Without an id of its own nothing can be told to be the same again. */
    private static String id(@Nullable String eventId) {
        return eventId == null ? "no-id:" + UUID.randomUUID() : eventId;
    }

    private static NewEntry raw(Account account, Inbound.Unreadable unreadable, WebhookRequest request) {
        return new NewEntry(
                account.id(),
                new Lane(Direction.IN, account.id() + " unreadable"),
                account.id() + " unreadable:" + digest(request.body()),
                WorkCodec.write(new Work.RawRequest(request.subPath(), request.body())),
                "unreadable: " + unreadable.why());
    }

    private static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
