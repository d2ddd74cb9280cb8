package dev.byoc.internal.intake;

import dev.byoc.Direction;
import dev.byoc.Visible;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.Received;
import dev.byoc.event.RelayEvent;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Owners;
import dev.byoc.internal.dispatch.Outcome;
import dev.byoc.internal.guard.Result;
import dev.byoc.internal.notes.AgentNotes;
import dev.byoc.internal.render.Preface;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.message.ReplyHandle;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.CustomerMap;
import dev.byoc.store.spi.Lane;
import dev.byoc.store.spi.LinkChange;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.References;
import dev.byoc.webhook.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes of what a channel has read what is to be stored: entries to work on, and changes of links. */
public final class ChannelIntake {
    /** The longest id that every store keeps as it is. */
    private static final int MOST_ID_CHARS = 600;

    private final CustomerMap customers;
    private final References references;
    private final AgentNotes notes;
    private final Reports reports;
    private final ReplayWindow times;
    private final Owners owners;

    public ChannelIntake(
            CustomerMap customers,
            References references,
            AgentNotes notes,
            Reports reports,
            ReplayWindow times,
            Owners owners) {
        this.customers = customers;
        this.references = references;
        this.notes = notes;
        this.reports = reports;
        this.times = times;
        this.owners = owners;
    }

    /** What one request leads to. Filled while its events are sorted. */
    public static final class Batch {
        private final Account account;
        private final WebhookRequest request;
        private final boolean replayed;
        private @Nullable String unreadable;
        private final List<References.Told> receipts = new ArrayList<>();
        public final List<NewEntry> entries = new ArrayList<>();
        public final List<LinkChange> links = new ArrayList<>();

        private Batch(Account account, WebhookRequest request, boolean replayed) {
            this.account = account;
            this.request = request;
            this.replayed = replayed;
        }
    }

    /** What a request of a channel has brought. */
    public Batch sort(Account account, WebhookRequest request, Received received) {
        return sort(new Batch(account, request, false), received);
    }

    private Batch sort(Batch batch, Received received) {
        for (Inbound event : received.events()) {
            sort(batch, event);
        }
        if (batch.unreadable != null) {
            NewEntry raw = raw(batch.account, batch.unreadable, batch.request);
            // Its replay reads all of the request once more, with what is relayed now.
            batch.entries.add(batch.entries.isEmpty() ? raw : raw.doubtful());
        }
        if (!batch.receipts.isEmpty()) {
            // Before the request is acknowledged: the messenger does not tell it again.
            references.noteReceipts(batch.account.id(), batch.receipts);
        }
        return batch;
    }

    /** A request that could not be read, once more: perhaps the channel has learnt to. */
    public Outcome readAgain(Account account, Task.RawRequest raw) {
        WebhookRequest request = RawRequests.request(account, raw);
        Result<Received> read = account.channel().parse(request);
        if (!(read instanceof Result.Returned<Received> returned)) {
            return new Outcome.DeadLettered("unreadable: " + read.trouble(), Change.NONE);
        }
        Received received = returned.value();
        for (Inbound event : received.events()) {
            String unreadable = unreadable(account, event);
            if (unreadable != null) {
                return new Outcome.DeadLettered("unreadable: " + unreadable, Change.NONE);
            }
        }
        Batch batch = sort(new Batch(account, request, true), received);
        Change change = Change.NONE;
        for (NewEntry each : batch.entries) {
            change = change.entry(each);
        }
        for (LinkChange each : batch.links) {
            change = change.link(each);
        }
        return new Outcome.Done(change);
    }

    private void sort(Batch batch, Inbound event) {
        Account account = batch.account;
        String unreadable = unreadable(account, event);
        String late = batch.replayed ? null : times.whyLate(event.at());
        if (unreadable != null) {
            batch.unreadable = batch.unreadable == null ? unreadable : batch.unreadable;
        } else if (event instanceof Inbound.MessageReceived message) {
            sort(batch, message, "message:", late);
        } else if (event instanceof Inbound.Edited edited) {
            sort(batch, said(account, edited), "edited:", late);
        } else if (late != null) {
            reports.ignored(account.id(), Direction.INBOUND, late);
        } else if (event instanceof Inbound.CustomerJoined joined) {
            joined(batch, joined);
        } else if (event instanceof Inbound.CustomerLeft left) {
            batch.entries.add(notes.left(account, left.customerId(), "left:" + id(left.eventId())));
        } else if (event instanceof Inbound.Withdrawn withdrawn) {
            String id = withdrawn.eventId() == null ? withdrawn.messageId() : withdrawn.eventId();
            batch.entries.add(notes.withdrawn(account, withdrawn.customerId(), "withdrawn:" + id(id)));
        } else if (event instanceof Inbound.Reacted reacted) {
            reacted(batch, reacted);
        } else if (event instanceof Inbound.SessionEnded ended) {
            ended(batch, ended);
        } else if (event instanceof Inbound.Receipt receipt) {
            receipt(batch, receipt);
        } else if (event instanceof Inbound.Ignored ignored) {
            reports.ignored(account.id(), Direction.INBOUND, ignored.why());
        }
    }

    /** @param kind what its event's id is told from others' by: an edited message may have the id of the one that it was */
    private void sort(Batch batch, Inbound.MessageReceived message, String kind, @Nullable String late) {
        Account account = batch.account;
        if (late != null) {
            batch.entries.add(late(account, message, kind, batch.request, late));
            return;
        }
        String customer = message.customer().id();
        batch.entries.add(entry(account, customer, kind, message.eventId(), Task.Post.of(message))
                .with(handle(account, customer, message.handle())));
    }

    private static Inbound.MessageReceived said(Account account, Inbound.Edited edited) {
        return Inbound.MessageReceived.builder(edited.eventId(), edited.customer(), edited.at())
                .contents(Preface.edited(edited.about(), edited.contents(), account.agentWording()))
                .build();
    }

    private void reacted(Batch batch, Inbound.Reacted reacted) {
        Account account = batch.account;
        if (Visible.isBlank(reacted.reaction())) {
            reports.ignored(account.id(), Direction.INBOUND, "a reaction without a sign");
            return;
        }
        batch.entries.add(notes.reacted(account, reacted, "reacted:" + id(reacted.eventId())));
    }

    private static String customer(Inbound event) {
        if (event instanceof Inbound.MessageReceived message) {
            return message.customer().id();
        }
        if (event instanceof Inbound.CustomerJoined joined) {
            return joined.customer().id();
        }
        if (event instanceof Inbound.CustomerLeft left) {
            return left.customerId();
        }
        if (event instanceof Inbound.Edited edited) {
            return edited.customer().id();
        }
        if (event instanceof Inbound.Withdrawn withdrawn) {
            return withdrawn.customerId();
        }
        if (event instanceof Inbound.Reacted reacted) {
            return reacted.customerId();
        }
        return event instanceof Inbound.SessionEnded ended ? ended.customerId() : "";
    }

    /**
     * Null: it can be worked on. No store could lead an answer back to a customer with too long an id; and a bare id of another account's
     * form would lead to that account's customer.
     */
    private @Nullable String unreadable(Account account, Inbound event) {
        if (event instanceof Inbound.Unreadable unreadable) {
            return unreadable.why();
        }
        String customer = customer(event);
        if (account.options().bareId() && owners.isClaimed(customer)) {
            return Owners.CLAIMED;
        }
        return customer.length() > MOST_ID_CHARS
                ? "a customer's id of more than " + MOST_ID_CHARS + " characters"
                : null;
    }

    private void joined(Batch batch, Inbound.CustomerJoined joined) {
        Account account = batch.account;
        String customer = joined.customer().id();
        List<LinkChange> handle = handle(account, customer, joined.handle());
        String context = joined.context();
        if (context == null || Visible.isBlank(context)) {
            batch.links.addAll(handle);
            reports.ignored(account.id(), Direction.INBOUND, "a customer opened the conversation");
            return;
        }
        // Whether there is a conversation is asked in the customer's lane, where no first message is under way.
        batch.entries.add(entry(account, customer, "joined:", joined.eventId(), new Task.Joined(customer, context))
                .with(handle));
    }

    private void ended(Batch batch, Inbound.SessionEnded ended) {
        Account account = batch.account;
        var link = customers.link(account.id(), ended.customerId());
        ReplyHandle held = link == null ? null : link.handle();
        if (held != null && !ended.ends(held)) {
            // An older session, told late: the customer is in a newer one.
            reports.ignored(account.id(), Direction.INBOUND, "an older session has ended");
            return;
        }
        String spent = held == null ? ended.handleValue() : held.value();
        batch.entries.add(notes.sessionEnded(account, ended.customerId(), "ended:" + id(ended.eventId()))
                .with(List.of(new LinkChange.HandleSpent(account.id(), ended.customerId(), spent))));
    }

    private void receipt(Batch batch, Inbound.Receipt receipt) {
        Account account = batch.account;
        // One that says nothing of its capabilities may need it.
        if (account.options().keepReceipts()
                || !(account.channel().capabilities() instanceof Result.Returned<Capabilities> can)
                || can.value().isConfirmedByKey()) {
            batch.receipts.add(new References.Told(
                    receipt.messageId(), new References.Receipt(receipt.status().name(), receipt.detail())));
        }
        reports.tell(new RelayEvent.ReceiptReceived(account.id(), receipt.messageId(), receipt.status()));
        if (receipt.status() == Inbound.Receipt.Status.FAILED) {
            batch.entries.add(new NewEntry(
                    new Lane(Direction.INBOUND, account.id(), "receipt:" + receipt.messageId()),
                    account.id() + " failed:" + receipt.messageId(),
                    TaskCodec.write(new Task.FailedReceipt(receipt.messageId(), receipt.detail()))));
        }
    }

    private static List<LinkChange> handle(Account account, String customer, @Nullable ReplyHandle handle) {
        return handle == null ? List.of() : List.of(new LinkChange.Handle(account.id(), customer, handle));
    }

    private static NewEntry entry(Account account, String customer, String kind, @Nullable String eventId, Task work) {
        return new NewEntry(account.inbound(customer), account.id() + " " + kind + id(eventId), TaskCodec.write(work));
    }

    private static NewEntry late(
            Account account, Inbound.MessageReceived message, String kind, WebhookRequest request, String why) {
        // The same request is the same message here, or a captured one could fill the store.
        String id = message.eventId() == null ? "late:" + digest(request) : message.eventId();
        NewEntry entry = entry(account, message.customer().id(), kind, id, Task.Post.of(message));
        // Its key may be forgotten, or be forgotten when a copy comes that is not dated ahead any more.
        return new NewEntry(entry.lane(), entry.eventKey(), entry.body(), why).doubtful();
    }

    /** Without an id of its own nothing can be told to be the same again. */
    private static String id(@Nullable String eventId) {
        return eventId == null ? "no-id:" + UUID.randomUUID() : eventId;
    }

    private static NewEntry raw(Account account, String why, WebhookRequest request) {
        return new NewEntry(
                new Lane(Direction.INBOUND, account.id(), Task.RawRequest.PARTY),
                Task.RawRequest.keyOf(account.id(), digest(request)),
                TaskCodec.write(RawRequests.of(account, request)),
                "unreadable: " + why);
    }

    /** Of what tells one request from another: some networks have nothing but a query. */
    private static String digest(WebhookRequest request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String address = request.method() + " " + request.subPath() + "?" + RawRequests.queryOf(request) + "\n";
            digest.update(address.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(request.body()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
