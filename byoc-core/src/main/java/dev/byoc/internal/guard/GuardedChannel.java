package dev.byoc.internal.guard;

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
import dev.byoc.channel.WebhookTarget;
import dev.byoc.internal.guard.Guard.Result;
import dev.byoc.internal.guard.Guard.Site;
import dev.byoc.internal.http.OkHttp;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import dev.byoc.message.ReplyHandle;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** An account's channel with its optional abilities, called through the {@link Guard} alone. Every method returns, and gives no null. */
public final class GuardedChannel {
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
    public sealed interface Reading {
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
    public static final class NotCalledException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotCalledException(String why) {
            super(why, null, false, false);
        }
    }

    /** Checks and reads a request, in one call: to change threads costs more than most channels need for it. */
    public Reading read(WebhookRequest request) {
        Result<Reading> read = guard.call(site("webhook"), () -> reading(request));
        return read instanceof Result.Returned<Reading> returned
                ? written(returned.value())
                : new Reading.NotNow(String.valueOf(read.trouble()));
    }

    /** With an answer that is in memory. Its events are kept also where the body of the answer fails. */
    private Reading written(Reading reading) {
        if (reading instanceof Reading.Handshake handshake) {
            return new Reading.Handshake(written(handshake.answer()));
        }
        if (reading instanceof Reading.Read read && !read.received().answer().isInMemory()) {
            Received received = new Received(
                    read.received().events(), written(read.received().answer()));
            return new Reading.Read(read.request(), read.by(), received);
        }
        return reading;
    }

    private WebhookResponse written(WebhookResponse answer) {
        WebhookResponse whole = whole(answer);
        return whole == null ? WebhookResponse.text(500, "the answer could not be written") : whole;
    }

    /** The same answer with its body in memory; null: the body failed. */
    private @Nullable WebhookResponse whole(WebhookResponse answer) {
        if (answer.isInMemory()) {
            return answer;
        }
        return logged(guard.call(site("answer body"), () -> AnswerBody.inMemory(answer)))
                        instanceof Result.Returned<WebhookResponse> made
                ? made.value()
                : null;
    }

    private Reading reading(WebhookRequest request) {
        Result<List<Route>> routes = Guard.tried(name("routes"), channel::routes);
        if (!(routes instanceof Result.Returned<List<Route>> known)) {
            return new Reading.NotNow(String.valueOf(routes.trouble()));
        }
        List<Route> here = known.value().stream()
                .filter(route -> route != null && route.subPath().equals(request.subPath()))
                .toList();
        if (!here.contains(new Route(request.method(), request.subPath()))) {
            return new Reading.NoRoute(here);
        }
        Result<Verification> verified = Guard.tried(name("verify"), () -> channel.verify(request));
        Verification verification = verified.or(new Verification.Rejected("the check failed: " + verified.trouble()));
        if (verification instanceof Verification.Verified proved) {
            return new Reading.Read(proved.request(), proved.by(), parsed(proved));
        }
        return verification instanceof Verification.Answered answered
                ? new Reading.Handshake(answered.answer())
                : new Reading.Rejected(((Verification.Rejected) verification).why());
    }

    private Received parsed(Verification.Verified verified) {
        Result<Received> received = Guard.tried(name("parse"), () -> channel.parse(verified));
        return received.or(Received.of(new Inbound.Unreadable(String.valueOf(received.trouble()))));
    }

    /** Reads a request again that was verified when it came. */
    public Result<Received> parse(WebhookRequest request) {
        return guard.call(site("parse"), () -> channel.parse(new Verification.Verified(request)));
    }

    public Result<Capabilities> capabilities() {
        return guard.call(site("capabilities"), channel::capabilities);
    }

    /** Whether any call of the channel was left behind and has not returned. */
    public boolean isAnyOut() {
        return guard.isAnyOut(account);
    }

    /** Why nothing is sent to that customer now; null: it may be sent. */
    public @Nullable String whyNotNow(String customer) {
        return guard.isOut(account, customer) ? "an earlier call for this customer has not returned" : null;
    }

    /** Why nothing is called at all. */
    public @Nullable String whyDown() {
        return guard.whyDown(account);
    }

    /**
     * Has the channel send a message, or part of one.
     *
     * @throws NotCalledException if it was not called at all
     */
    public SendResult send(OutboundMessage message) {
        return sent(sending("send", message.to()), () -> channel.send(message));
    }

    public boolean endsSessions() {
        return channel instanceof SessionCloser;
    }

    /**
     * Has the channel end the session with a customer.
     *
     * @throws NotCalledException if it was not called at all
     */
    public SendResult endSession(String customer, ReplyHandle handle) {
        return sent(sending("endSession", customer), () -> ((SessionCloser) channel).endSession(customer, handle));
    }

    private Site sending(String method, String customer) {
        return new Site(account, name(method), customer, sendMargin, OkHttp.DEADLINE);
    }

    private SendResult sent(Site site, Callable<@Nullable SendResult> send) {
        Result<SendResult> outcome = guard.call(site, send);
        if (outcome instanceof Result.NotCalled<SendResult> not) {
            throw new NotCalledException(not.trouble());
        }
        logged(outcome);
        return outcome.or(new SendResult.Unknown("the channel failed: " + outcome.trouble()));
    }

    public boolean answersInside() {
        return channel instanceof SyncReplies;
    }

    /** None if the channel does not say. */
    public Duration patience() {
        Duration patience = logged(guard.call(site("patience"), () -> ((SyncReplies) channel).patience()))
                .or(Duration.ZERO);
        return patience.isNegative() ? Duration.ZERO : patience;
    }

    /** The response that carries an answer; null: the channel made none. */
    public @Nullable WebhookResponse answer(List<Content> parts) {
        return logged(guard.call(site("answer"), () -> ((SyncReplies) channel).answer(parts)))
                        instanceof Result.Returned<WebhookResponse> made
                ? whole(made.value())
                : null;
    }

    /** Whether its files are found by itself. */
    public boolean locatesMedia() {
        return channel instanceof MediaSource;
    }

    /** Where a file is; of one that the channel has opened, each read is guarded too. */
    public Located locate(Media media) throws MediaException {
        Result<Located> located = guard.call(site("locate"), () -> ((MediaSource) channel).locate(media));
        if (located instanceof Result.Returned<Located> found) {
            return found.value() instanceof Located.Opened opened
                    ? new Located.Opened(
                            new GuardedStream(opened.bytes(), guard, account, "the stream of " + name("locate")))
                    : found.value();
        }
        if (located instanceof Result.Failed<Located> failed && failed.cause() instanceof MediaException known) {
            throw known;
        }
        boolean unreachable = located instanceof Result.Failed<Located> failed && failed.cause() instanceof IOException;
        if (!unreachable) {
            logged(located);
        }
        throw new MediaException(
                unreachable
                        ? Reason.UNREACHABLE
                        : located instanceof Result.Hung<Located> ? Reason.TIMED_OUT : Reason.SERVER_ERROR);
    }

    /** As it is known, where the channel cannot tell more. */
    public Customer profile(Customer known) {
        return channel instanceof ProfileSource source
                ? logged(guard.call(site("profile"), () -> source.profile(known)))
                        .or(known)
                : known;
    }

    public Registration registerWebhook(WebhookTarget target) {
        Result<Registration> outcome =
                logged(guard.call(site("registerWebhook"), () -> channel.registerWebhook(target)));
        boolean again = !(outcome instanceof Result.Failed<Registration>);
        return outcome.or(new Registration.Failed(again, "the channel failed: " + outcome.trouble()));
    }

    /** Null: it was taken back. */
    public @Nullable String unregisterWebhook() {
        return guard.call(site("unregisterWebhook"), () -> {
                    channel.unregisterWebhook();
                    return true;
                })
                .trouble();
    }

    /** Whether it can be asked how the account is. */
    public boolean probes() {
        return channel instanceof HealthProbe;
    }

    public AccountHealth probe() {
        Result<AccountHealth> told = guard.call(site("probe"), () -> ((HealthProbe) channel).probe());
        return told instanceof Result.NotCalled<AccountHealth>
                ? new AccountHealth.Unknown(String.valueOf(told.trouble()))
                : told.or(new AccountHealth.Unreachable("the probe failed: " + told.trouble()));
    }

    public void close() {
        logged(guard.call(site("close"), () -> {
            channel.close();
            return true;
        }));
    }

    private <T> Result<T> logged(Result<T> outcome) {
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
