package dev.byoc.relay;

import dev.byoc.Secret;
import dev.byoc.channel.WebhookRequest;
import dev.byoc.channel.WebhookResponse;
import dev.byoc.freshchat.FreshchatEvent;
import dev.byoc.freshchat.FreshchatMessage;
import dev.byoc.freshchat.FreshchatWebhook;
import dev.byoc.json.JsonException;
import dev.byoc.store.Lane;
import dev.byoc.store.Lane.Direction;
import dev.byoc.store.LinkChange;
import dev.byoc.store.NewEntry;
import dev.byoc.store.RelayStore;
import dev.byoc.support.Signatures;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes Freshchat's webhook: keeps what agents and bots say in our conversations, and answers 200 to all that Freshchat has signed. */
final class FreshchatDoor {
    /** Hex HMAC-SHA256 of the raw body. */
    static final String APP_SIGNATURE_HEADER = "X-Byoc-Signature";

    private static final String NAME = "freshchat";

    private final FreshchatWebhook webhook;
    private final RelayStore store;
    private final Lanes lanes;
    private final Topics topics;
    private final Map<String, Account> accounts;
    private final Owners owners;
    private final Notes notes;
    private final AcceptedTimes times;
    private final Reports reports;
    private final Clock clock;

    FreshchatDoor(
            FreshchatWebhook webhook,
            RelayStore store,
            Lanes lanes,
            Topics topics,
            Map<String, Account> accounts,
            Notes notes,
            AcceptedTimes times,
            Reports reports,
            Clock clock) {
        this.webhook = webhook;
        this.store = store;
        this.lanes = lanes;
        this.topics = topics;
        this.accounts = accounts;
        this.owners = new Owners(store, accounts);
        this.notes = notes;
        this.times = times;
        this.reports = reports;
        this.clock = clock;
    }

    WebhookResponse enter(WebhookRequest request) {
        boolean looks = request.method().equals("GET") || request.method().equals("HEAD");
        boolean probes = request.method().equals("POST")
                && request.body().length == 0
                && !request.hasHeader(FreshchatWebhook.SIGNATURE_HEADER);
        if (looks || probes) {
            // Whether Freshchat tries the address when it is saved is not known; nothing is done for such a request.
            return WebhookResponse.text(200, "byoc: ready for Freshchat");
        }
        if (!request.method().equals("POST")) {
            reports.refused(NAME, 405, "method not allowed");
            return WebhookResponse.text(405, "method not allowed").with("Allow", "GET, HEAD, POST");
        }
        if (!webhook.isSigned(request.body(), request.header(FreshchatWebhook.SIGNATURE_HEADER))) {
            reports.unproved(
                    NAME, "the signature is missing, or not of the webhook key over these bytes", request.body());
            return WebhookResponse.text(401, "not verified");
        }
        reports.verified(NAME);
        return take(request.body());
    }

    /** A product event that a marketplace app passes on, signed with the secret that it shares with the relay. */
    WebhookResponse enterFromApp(Secret secret, WebhookRequest request) {
        if (!request.method().equals("POST")) {
            reports.refused(Router.FRESHCHAT_APP, 405, "method not allowed");
            return WebhookResponse.text(405, "method not allowed").with("Allow", "POST");
        }
        if (!Signatures.isHmacSha256Hex(List.of(secret), request.body(), request.header(APP_SIGNATURE_HEADER))) {
            reports.unproved(
                    Router.FRESHCHAT_APP,
                    "the signature is missing, or not of the shared secret over these bytes",
                    request.body());
            return WebhookResponse.text(401, "not verified");
        }
        reports.verified(Router.FRESHCHAT_APP);
        return take(request.body());
    }

    /** Stores what a body holds that somebody has vouched for. */
    private WebhookResponse take(byte[] body) {
        List<FreshchatEvent> events;
        try {
            events = webhook.parse(body);
        } catch (JsonException e) {
            reports.refused(NAME, 400, String.valueOf(e.getMessage()));
            return WebhookResponse.text(400, "not JSON");
        }
        List<NewEntry> entries = new ArrayList<>();
        List<LinkChange> links = new ArrayList<>();
        for (FreshchatEvent event : events) {
            sort(event, entries, links);
        }
        if (!entries.isEmpty() || !links.isEmpty()) {
            RelayStore.Appended appended = store.append(entries, links, lanes.closed());
            for (int i = 0; i < entries.size(); i++) {
                NewEntry entry = entries.get(i);
                reports.stored(
                        entry.lane().account(), false, entry, appended.fresh().get(i));
            }
            lanes.take(appended.claims());
        }
        return WebhookResponse.ok();
    }

    private void sort(FreshchatEvent event, List<NewEntry> entries, List<LinkChange> links) {
        if (event instanceof FreshchatEvent.MessageCreated created) {
            sort(created.message(), entries, links);
        } else if (isTorn(event)) {
            reports.ignored(NAME, false, Owners.TORN);
        } else if (event instanceof FreshchatEvent.Resolved resolved && counts(resolved.at())) {
            state(resolved.conversationIds(), true, resolved.at(), links);
            endSession(resolved, entries);
        } else if (event instanceof FreshchatEvent.Reopened reopened && counts(reopened.at())) {
            state(reopened.conversationIds(), false, reopened.at(), links);
        } else if (event instanceof FreshchatEvent.Ignored ignored) {
            reports.ignored(NAME, false, ignored.why());
        }
    }

    private boolean isTorn(FreshchatEvent event) {
        List<String> conversations = event instanceof FreshchatEvent.Resolved resolved
                ? resolved.conversationIds()
                : event instanceof FreshchatEvent.Reopened reopened ? reopened.conversationIds() : List.of();
        return owners.of(conversations, List.of(), List.of()).torn();
    }

    /** An old resolve must not end a session that has begun since. */
    private boolean counts(@Nullable Instant at) {
        String why = times.whyNot(at);
        if (why != null) {
            reports.ignored(NAME, false, why);
        }
        return why == null;
    }

    private void state(List<String> conversations, boolean resolved, @Nullable Instant at, List<LinkChange> links) {
        for (String conversation : conversations) {
            links.add(new LinkChange.State(conversation, resolved, at == null ? clock.instant() : at));
        }
    }

    private void endSession(FreshchatEvent.Resolved resolved, List<NewEntry> entries) {
        Owners.Customer owner =
                owners.of(resolved.conversationIds(), List.of(), List.of()).customer();
        if (owner != null && owner.account().options().endSession()) {
            entries.add(new NewEntry(
                    owner.account().outbound(owner.id()),
                    "resolve:" + resolved.conversationIds().get(0) + ":" + resolved.at(),
                    WorkCodec.write(new Work.EndSession(owner.id()))));
        }
    }

    private void sort(FreshchatMessage message, List<NewEntry> entries, List<LinkChange> links) {
        Owners.Found found = owners.of(message.conversationIds(), message.userIds(), message.references());
        Owners.Customer owner = found.customer();
        Account account = owner == null ? null : owner.account();
        boolean systemToo =
                account == null ? anyRelaysSystem() : account.options().relaySystem();
        String why = whyNot(message, account, systemToo);
        if (why != null) {
            reports.ignored(account == null ? NAME : account.id(), false, why);
            return;
        }
        String id = String.valueOf(message.id());
        List<String> conversations = message.conversationIds();
        boolean typed = message.messageType() != null;
        Lane orphans = new Lane(Direction.OUT, "", "conversation " + conversations.get(0));
        Work.Orphan orphan = new Work.Orphan(
                id,
                conversations,
                message.channelIds(),
                message.userIds(),
                message.references(),
                message.actorId(),
                typed,
                message.contents(),
                message.skipped());
        String late = times.whyNot(message.createdTime());
        if (found.torn()) {
            entries.add(new NewEntry(orphans, "message:" + id, WorkCodec.write(orphan), Owners.TORN));
            if (owner != null) {
                entries.add(notes.torn(owner.account(), owner.id(), id));
            }
        } else if (owner != null && (late != null || store.isIdle(orphans))) {
            links.addAll(found.learnt());
            Work.Reply reply = new Work.Reply(
                    owner.id(), id, conversations, message.actorId(), typed, message.contents(), message.skipped());
            // Without a note to the agent: it may be a repeat of what has arrived.
            entries.add(
                    new NewEntry(owner.account().outbound(owner.id()), "message:" + id, WorkCodec.write(reply), late));
        } else {
            // Earlier messages of this conversation still wait to be told whose they are: this one stays behind them.
            entries.add(new NewEntry(orphans, "message:" + id, WorkCodec.write(orphan)));
        }
    }

    private @Nullable String whyNot(FreshchatMessage message, @Nullable Account account, boolean systemToo) {
        String why = message.whyNotRelayed(systemToo);
        if (why != null) {
            return why;
        }
        if (message.conversationIds().isEmpty()) {
            return "without a conversation";
        }
        if (message.contents().isEmpty() && message.skipped().isEmpty()) {
            return "nothing that could be shown";
        }
        if (account != null) {
            return isForeignTopic(message, account) ? "another topic" : null;
        }
        String late = times.whyNot(message.createdTime());
        if (late != null) {
            // Nobody's dead letter: whose it is would have to be asked for first.
            return late;
        }
        boolean mayBeOurs = !topics.complete()
                || accounts.values().stream()
                        .anyMatch(each -> message.channelIds().contains(String.valueOf(topics.known(each))));
        return mayBeOurs ? null : "a topic of nobody here";
    }

    /** In a conversation of ours the topic is ours too, unless a topic id of the same family says otherwise. */
    private boolean isForeignTopic(FreshchatMessage message, Account account) {
        String topic = topics.known(account);
        if (topic == null
                || message.channelIds().isEmpty()
                || message.channelIds().contains(topic)) {
            return false;
        }
        return message.channelIds().stream().anyMatch(id -> isUuid(id) == isUuid(topic));
    }

    private static boolean isUuid(String id) {
        try {
            return UUID.fromString(id).toString().equalsIgnoreCase(id);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean anyRelaysSystem() {
        return accounts.values().stream().anyMatch(account -> account.options().relaySystem());
    }
}
