package dev.byoc.relay;

import dev.byoc.Secret;
import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Channel;
import dev.byoc.channel.HealthProbe;
import dev.byoc.channel.Inbound;
import dev.byoc.channel.MediaSource;
import dev.byoc.channel.MediaSource.Located;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.ProfileSource;
import dev.byoc.channel.Received;
import dev.byoc.channel.Registration;
import dev.byoc.channel.Route;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SessionCloser;
import dev.byoc.channel.SyncReplies;
import dev.byoc.channel.Verification;
import dev.byoc.channel.WebhookRequest;
import dev.byoc.channel.WebhookResponse;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.internal.OkHttp;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import dev.byoc.message.ReplyHandle;
import dev.byoc.relay.Guard.Outcome;
import dev.byoc.relay.Guard.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** An account's channel with its optional abilities, called through the {@link Guard} alone. Every method returns, and gives no null. */
final class GuardedChannel {
    private final String account;
    private final Channel channel;
    private final Guard guard;
    private final Duration sendMargin;

    /**
     * @param sendMargin what a send may take beyond the deadlines of its HTTP calls
     */
    GuardedChannel(String account, Channel channel, Guard guard, Duration sendMargin) {
        this.account = account;
        this.channel = channel;
        this.guard = guard;
        this.sendMargin = sendMargin;
    }

    /** What a channel made of a request. */
    sealed interface Reading {
        /**
         * It takes no such request.
         *
         * @param here what it takes at that path
         */
        record NoRoute(List<Route> here) implements Reading {}

        record Rejected(String why) implements Reading {}

        record Handshake(WebhookResponse answer) implements Reading {}

        /**
         * It is the network's, and was read.
         *
         * @param by the secret that has proved it; null: not told
         */
        record Read(WebhookRequest request, @Nullable Secret by, Received received) implements Reading {}

        /** It did not say: the same request again may fare better. */
        record NotNow(String why) implements Reading {}
    }

    /** A send was not begun, as the channel has calls that do not return. */
    static final class NotCalledException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotCalledException(String why) {
            super(why, null, false, false);
        }
    }

    /** Checks and reads a request, in one call: to change threads costs more than most channels need for it. */
    Reading read(WebhookRequest request) {
        Outcome<Reading> read = guard.call(site("webhook"), () -> reading(request));
        return read instanceof Outcome.Returned<Reading> returned
                ? returned.value()
                : new Reading.NotNow(String.valueOf(read.trouble()));
    }

    private Reading reading(WebhookRequest request) {
        Outcome<List<Route>> routes = Guard.tried(name("routes"), channel::routes);
        if (!(routes instanceof Outcome.Returned<List<Route>> known)) {
            return new Reading.NotNow(String.valueOf(routes.trouble()));
        }
        List<Route> here = known.value().stream()
                .filter(route -> route != null && route.subPath().equals(request.subPath()))
                .toList();
        if (!here.contains(new Route(request.method(), request.subPath()))) {
            return new Reading.NoRoute(here);
        }
        Outcome<Verification> verified = Guard.tried(name("verify"), () -> channel.verify(request));
        Verification verification = verified.or(new Verification.Rejected("the check failed: " + verified.trouble()));
        if (verification instanceof Verification.Verified proved) {
            return new Reading.Read(proved.request(), proved.by(), parsed(proved));
        }
        return verification instanceof Verification.Answered answered
                ? new Reading.Handshake(answered.answer())
                : new Reading.Rejected(((Verification.Rejected) verification).why());
    }

    private Received parsed(Verification.Verified verified) {
        Outcome<Received> received = Guard.tried(name("parse"), () -> channel.parse(verified));
        return received.or(Received.of(new Inbound.Unreadable(String.valueOf(received.trouble()))));
    }

    /** Reads a request again that was verified when it came. */
    Outcome<Received> parse(WebhookRequest request) {
        return guard.call(site("parse"), () -> channel.parse(new Verification.Verified(request)));
    }

    Outcome<Capabilities> capabilities() {
        return guard.call(site("capabilities"), channel::capabilities);
    }

    /** Why nothing is sent to that customer now; null: it may be sent. */
    @Nullable
    String whyNotNow(String customer) {
        return guard.isOut(account, customer) ? "an earlier call for this customer has not returned" : null;
    }

    /** Why nothing is called at all. */
    @Nullable
    String whyDown() {
        return guard.whyDown(account);
    }

    /** @throws NotCalledException if it was not called at all */
    SendResult send(OutboundMessage message) {
        return sent(sending("send", message.to()), () -> channel.send(message));
    }

    boolean endsSessions() {
        return channel instanceof SessionCloser;
    }

    /** @throws NotCalledException if it was not called at all */
    SendResult endSession(String customer, ReplyHandle handle) {
        return sent(sending("endSession", customer), () -> ((SessionCloser) channel).endSession(customer, handle));
    }

    private Site sending(String method, String customer) {
        return new Site(account, name(method), customer, sendMargin, OkHttp.DEADLINE);
    }

    private SendResult sent(Site site, Callable<@Nullable SendResult> send) {
        Outcome<SendResult> outcome = guard.call(site, send);
        if (outcome instanceof Outcome.NotCalled<SendResult> not) {
            throw new NotCalledException(not.trouble());
        }
        logged(outcome);
        return outcome.or(new SendResult.Unknown("the channel failed: " + outcome.trouble()));
    }

    boolean answersInside() {
        return channel instanceof SyncReplies;
    }

    /** None if the channel does not say. */
    Duration patience() {
        Duration patience = logged(guard.call(site("patience"), () -> ((SyncReplies) channel).patience()))
                .or(Duration.ZERO);
        return patience.isNegative() ? Duration.ZERO : patience;
    }

    /** The response that carries an answer; null: the channel made none. */
    @Nullable
    WebhookResponse answer(List<Content> parts) {
        return logged(guard.call(site("answer"), () -> ((SyncReplies) channel).answer(parts)))
                        instanceof Outcome.Returned<WebhookResponse> made
                ? made.value()
                : null;
    }

    /** Whether its files are found by itself. */
    boolean locatesMedia() {
        return channel instanceof MediaSource;
    }

    /** Where a file is; of one that the channel has opened, each read is guarded too. */
    Located locate(Media media) throws MediaException {
        Outcome<Located> located = guard.call(site("locate"), () -> ((MediaSource) channel).locate(media));
        if (located instanceof Outcome.Returned<Located> found) {
            return found.value() instanceof Located.Opened opened
                    ? new Located.Opened(new GuardedStream(opened.bytes(), guard, account, name("locate")))
                    : found.value();
        }
        if (located instanceof Outcome.Failed<Located> failed && failed.cause() instanceof MediaException known) {
            throw known;
        }
        boolean unreachable =
                located instanceof Outcome.Failed<Located> failed && failed.cause() instanceof IOException;
        if (!unreachable) {
            logged(located);
        }
        throw new MediaException(
                unreachable
                        ? Reason.UNREACHABLE
                        : located instanceof Outcome.Hung<Located> ? Reason.TIMED_OUT : Reason.SERVER_ERROR);
    }

    /** As it is known, where the channel cannot tell more. */
    Customer profile(Customer known) {
        return channel instanceof ProfileSource source
                ? logged(guard.call(site("profile"), () -> source.profile(known)))
                        .or(known)
                : known;
    }

    Registration registerWebhook(WebhookTarget target) {
        Outcome<Registration> outcome =
                logged(guard.call(site("registerWebhook"), () -> channel.registerWebhook(target)));
        boolean again = !(outcome instanceof Outcome.Failed<Registration>);
        return outcome.or(new Registration.Failed(again, "the channel failed: " + outcome.trouble()));
    }

    /** Null: it was taken back. */
    @Nullable
    String unregisterWebhook() {
        return guard.call(site("unregisterWebhook"), () -> {
                    channel.unregisterWebhook();
                    return true;
                })
                .trouble();
    }

    /** Whether it can be asked how the account is. */
    boolean probes() {
        return channel instanceof HealthProbe;
    }

    AccountHealth probe() {
        Outcome<AccountHealth> told = guard.call(site("probe"), () -> ((HealthProbe) channel).probe());
        return told instanceof Outcome.NotCalled<AccountHealth>
                ? new AccountHealth.Unknown(String.valueOf(told.trouble()))
                : told.or(new AccountHealth.Unreachable("the probe failed: " + told.trouble()));
    }

    void close() {
        logged(guard.call(site("close"), () -> {
            channel.close();
            return true;
        }));
    }

    private <T> Outcome<T> logged(Outcome<T> outcome) {
        String trouble = outcome.trouble();
        if (trouble != null) {
            guard.tell(account, trouble);
        }
        return outcome;
    }

    private Site site(String method) {
        return new Site(account, name(method));
    }

    private String name(String method) {
        return channel.getClass().getName() + "." + method;
    }
}
