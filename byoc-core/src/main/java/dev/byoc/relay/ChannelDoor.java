package dev.byoc.relay;

import dev.byoc.channel.Inbound;
import dev.byoc.channel.Received;
import dev.byoc.channel.Route;
import dev.byoc.channel.SyncReplies;
import dev.byoc.channel.Verification;
import dev.byoc.channel.WebhookRequest;
import dev.byoc.channel.WebhookResponse;
import dev.byoc.message.Content;
import dev.byoc.store.NewEntry;
import dev.byoc.store.RelayStore;
import java.util.List;
import java.util.stream.Collectors;

/** Takes a messenger's webhook: verified, read, stored, and only then answered. */
final class ChannelDoor {
    private final RelayStore store;
    private final Lanes lanes;
    private final SyncDesk desk;
    private final Intake intake;
    private final Reports reports;

    ChannelDoor(RelayStore store, Lanes lanes, SyncDesk desk, Intake intake, Reports reports) {
        this.store = store;
        this.lanes = lanes;
        this.desk = desk;
        this.intake = intake;
        this.reports = reports;
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
        } catch (RuntimeException | Error e) {
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
        } catch (RuntimeException | Error e) {
            received = Received.of(new Inbound.Unreadable(e.getClass().getSimpleName()));
        }
        Intake.Batch batch = intake.sort(account, verified.request(), received);
        List<NewEntry> entries = batch.entries;
        boolean fresh = false;
        if (!entries.isEmpty() || !batch.links.isEmpty()) {
            RelayStore.Appended appended = store.append(entries, batch.links, lanes.closed());
            for (int i = 0; i < entries.size(); i++) {
                reports.stored(
                        account.id(), true, entries.get(i), appended.fresh().get(i));
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
}
