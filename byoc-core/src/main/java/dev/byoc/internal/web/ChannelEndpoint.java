package dev.byoc.internal.web;

import dev.byoc.Direction;
import dev.byoc.Secret;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.Received;
import dev.byoc.channel.Route;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.Proof;
import dev.byoc.internal.account.RelaySecrets;
import dev.byoc.internal.guard.Mark;
import dev.byoc.internal.guard.Reading;
import dev.byoc.internal.intake.Acceptor;
import dev.byoc.internal.intake.ChannelIntake;
import dev.byoc.internal.outbound.PendingReplies;
import dev.byoc.internal.report.Reports;
import dev.byoc.message.Customer;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes the webhook of one account's messenger: verified, read, stored, and only then answered. */
public final class ChannelEndpoint implements Endpoint {
    private final Account account;
    private final Acceptor acceptor;
    private final PendingReplies pending;
    private final ChannelIntake intake;
    private final RelaySecrets secrets;
    private final Reports reports;

    public ChannelEndpoint(
            Account account,
            Acceptor acceptor,
            PendingReplies pending,
            ChannelIntake intake,
            RelaySecrets secrets,
            Reports reports) {
        this.account = account;
        this.acceptor = acceptor;
        this.pending = pending;
        this.intake = intake;
        this.secrets = secrets;
        this.reports = reports;
    }

    @Override
    public WebhookResponse enter(WebhookRequest request, Proof path, Mark came) {
        Reading reading = account.channel().read(request);
        if (reading instanceof Reading.Rejected && secrets.lookAgain()) {
            // Another host may have replaced what it was checked with.
            reading = account.channel().read(request);
        }
        if (reading instanceof Reading.NoRoute none) {
            return noRoute(none.here());
        }
        if (reading instanceof Reading.Read read) {
            reports.verified(account.id(), proofs(path, read.by()));
            return take(read.request(), read.received(), came);
        }
        if (reading instanceof Reading.Handshake handshake) {
            reports.ignored(account.id(), Direction.INBOUND, "a handshake");
            return handshake.answer();
        }
        if (reading instanceof Reading.Rejected rejected) {
            reports.unproved(account.id(), rejected.why(), request.body());
            return WebhookResponse.text(401, "not verified");
        }
        String why = ((Reading.NotNow) reading).why();
        reports.refused(account.id(), 503, why);
        return WebhookResponse.text(503, "try again later");
    }

    private List<Proof> proofs(Proof path, @Nullable Secret by) {
        List<Proof> proofs = new ArrayList<>(List.of(path));
        if (by != null) {
            account.secrets().current().forEach((name, secrets) -> {
                Proof proof = Proof.of(name, secrets, by.reveal());
                if (proof != null) {
                    proofs.add(proof);
                }
            });
        }
        return proofs;
    }

    private WebhookResponse noRoute(List<Route> here) {
        if (here.isEmpty()) {
            reports.refused(account.id(), 404, "no such path");
            return WebhookResponse.text(404, "not found");
        }
        reports.refused(account.id(), 405, "method not allowed");
        String allowed = here.stream().map(Route::method).collect(Collectors.joining(", "));
        return WebhookResponse.text(405, "method not allowed").with("Allow", allowed);
    }

    private WebhookResponse take(WebhookRequest request, Received received, Mark came) {
        ChannelIntake.Batch batch = intake.sort(account, request, received);
        boolean fresh = acceptor.accept(batch.entries, batch.links).contains(true);
        reports.taken(account.id(), came.ago());
        return answer(received, fresh, came);
    }

    /** What was read with the request; or what an agent or bot says to the customer while the request may wait. */
    private WebhookResponse answer(Received received, boolean fresh, Mark came) {
        if (account.channel().answersInside()) {
            for (Inbound event : received.events()) {
                if (event instanceof Inbound.MessageReceived message && message.handle() == null) {
                    WebhookResponse answer = answerInside(message.customer(), fresh, came);
                    return answer == null ? received.answer() : answer;
                }
            }
        }
        return received.answer();
    }

    /** A repeated request gets no second answer. */
    private @Nullable WebhookResponse answerInside(Customer customer, boolean fresh, Mark came) {
        if (!fresh) {
            return account.channel().answer(List.of());
        }
        PendingReplies.TimeLimit limit =
                new PendingReplies.TimeLimit(came, account.channel().patience());
        return pending.await(account.id(), customer.id(), limit, account.channel()::answer);
    }
}
