package dev.byoc.internal.guard;

import dev.byoc.channel.AccountHealth;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Channel;
import dev.byoc.channel.HealthProbe;
import dev.byoc.channel.MediaSource;
import dev.byoc.channel.MediaSource.Located;
import dev.byoc.channel.OutboundMessage;
import dev.byoc.channel.ProfileSource;
import dev.byoc.channel.Received;
import dev.byoc.channel.Registration;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SessionCloser;
import dev.byoc.channel.SyncReplies;
import dev.byoc.channel.Verification;
import dev.byoc.channel.WebhookTarget;
import dev.byoc.internal.http.OkHttp;
import dev.byoc.message.Content;
import dev.byoc.message.Customer;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.message.MediaException.Reason;
import dev.byoc.message.ReplyHandle;
import dev.byoc.webhook.TestRequests;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** An account's channel with its optional abilities, called through the {@link Guard} alone. Every method returns, and gives no null. */
public final class GuardedChannel {
    private final String account;
    private final Channel channel;
    private final Guard guard;
    private final Duration sendMargin;
    private final ChannelCalls calls;
    private final GuardedWebhooks webhooks;

    /**
     * @param sendMargin what a send may take beyond the deadlines of its HTTP calls
     */
    GuardedChannel(String account, Channel channel, Guard guard, Duration sendMargin) {
        this.account = account;
        this.channel = channel;
        this.guard = guard;
        this.sendMargin = sendMargin;
        this.calls = new ChannelCalls(account, channel, guard);
        this.webhooks = new GuardedWebhooks(channel, calls);
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
        return webhooks.read(request);
    }

    /** Reads a request again that was verified when it came. */
    public Result<Received> parse(WebhookRequest request) {
        return calls.call("parse", () -> channel.parse(new Verification.Verified(request)));
    }

    public Result<Capabilities> capabilities() {
        return calls.call("capabilities", channel::capabilities);
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
        return new Site(account, calls.name(method), customer, sendMargin, OkHttp.DEADLINE);
    }

    private SendResult sent(Site site, Callable<@Nullable SendResult> send) {
        Result<SendResult> outcome = guard.call(site, send);
        if (outcome instanceof Result.NotCalled<SendResult> not) {
            throw new NotCalledException(not.trouble());
        }
        calls.logged(outcome);
        return outcome.or(new SendResult.Unknown("the channel failed: " + outcome.trouble()));
    }

    public boolean answersInside() {
        return channel instanceof SyncReplies;
    }

    /** None if the channel does not say. */
    public Duration patience() {
        Duration patience = calls.logged("patience", () -> ((SyncReplies) channel).patience())
                .or(Duration.ZERO);
        return patience.isNegative() ? Duration.ZERO : patience;
    }

    /** The response that carries an answer; null: the channel made none. */
    public @Nullable WebhookResponse answer(List<Content> parts) {
        WebhookResponse made = calls.logged("answer", () -> Optional.ofNullable(((SyncReplies) channel).answer(parts)))
                .or(Optional.empty())
                .orElse(null);
        return made == null ? null : webhooks.whole(made);
    }

    /** Whether its files are found by itself. */
    public boolean locatesMedia() {
        return channel instanceof MediaSource;
    }

    /** Where a file is; of one that the channel has opened, each read is guarded too. */
    public Located locate(Media media) throws MediaException {
        Result<Located> located = calls.call("locate", () -> ((MediaSource) channel).locate(media));
        if (located instanceof Result.Returned<Located> found) {
            return found.value() instanceof Located.Opened opened
                    ? new Located.Opened(
                            new GuardedStream(opened.bytes(), guard, account, "the stream of " + calls.name("locate")))
                    : found.value();
        }
        if (located instanceof Result.Failed<Located> failed && failed.cause() instanceof MediaException known) {
            throw known;
        }
        boolean unreachable = located instanceof Result.Failed<Located> failed && failed.cause() instanceof IOException;
        if (!unreachable) {
            calls.logged(located);
        }
        throw new MediaException(
                unreachable
                        ? Reason.UNREACHABLE
                        : located instanceof Result.Hung<Located> ? Reason.TIMED_OUT : Reason.SERVER_ERROR);
    }

    /** As it is known, where the channel cannot tell more. */
    public Customer profile(Customer known) {
        return channel instanceof ProfileSource source
                ? calls.logged("profile", () -> source.profile(known)).or(known)
                : known;
    }

    public Registration registerWebhook(WebhookTarget target) {
        Result<Registration> outcome = calls.logged("registerWebhook", () -> channel.registerWebhook(target));
        boolean again = !(outcome instanceof Result.Failed<Registration>);
        return outcome.or(new Registration.Failed(again, "the channel failed: " + outcome.trouble()));
    }

    /** Null: it was taken back. */
    public @Nullable String unregisterWebhook() {
        return calls.call("unregisterWebhook", () -> {
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
        Result<AccountHealth> told = calls.call("probe", () -> ((HealthProbe) channel).probe());
        return told instanceof Result.NotCalled<AccountHealth>
                ? new AccountHealth.Unknown(String.valueOf(told.trouble()))
                : told.or(new AccountHealth.Unreachable("the probe failed: " + told.trouble()));
    }

    /** Whether requests like the network's can be made of it. */
    public boolean makesTestRequests() {
        return channel instanceof TestRequests;
    }

    /** A request like the network's; null as the body: a sample of its own. */
    public Result<WebhookRequest> testRequest(byte @Nullable [] body) {
        return calls.call("signed", () -> {
            TestRequests makes = (TestRequests) channel;
            return makes.signed(body == null ? makes.sample() : body);
        });
    }

    public void close() {
        calls.logged("close", () -> {
            channel.close();
            return true;
        });
    }
}
