package dev.byoc.relay;

import dev.byoc.ByocException;
import dev.byoc.ConfigurationException;
import dev.byoc.RelayRequest;
import dev.byoc.channel.Registration;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.account.Secrets;
import dev.byoc.internal.admin.AccountIdentity;
import dev.byoc.internal.admin.Archive;
import dev.byoc.internal.admin.HealthWatch;
import dev.byoc.internal.admin.Probes;
import dev.byoc.internal.admin.StatusReport;
import dev.byoc.internal.admin.WebhookRegistrar;
import dev.byoc.internal.assembly.Assembly;
import dev.byoc.internal.assembly.RelayParts;
import dev.byoc.internal.catchup.Sweep;
import dev.byoc.internal.dispatch.Dispatcher;
import dev.byoc.internal.gap.Gaps;
import dev.byoc.internal.gap.HostSilence;
import dev.byoc.internal.guard.Guard;
import dev.byoc.internal.health.Lifecycle;
import dev.byoc.internal.intake.Acceptor;
import dev.byoc.internal.report.Reports;
import dev.byoc.internal.runtime.Background;
import dev.byoc.internal.runtime.Durations;
import dev.byoc.internal.runtime.LogThrottle;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.internal.web.Router;
import dev.byoc.message.Content;
import dev.byoc.policy.CatchUpPolicy;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.StoreException;
import dev.byoc.store.Timeline;
import dev.byoc.store.spi.NewEntry;
import dev.byoc.store.spi.RelayStore;
import dev.byoc.webhook.WebhookResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays between any number of channel accounts and one Freshchat account. Built by {@link RelayBuilder}, fed by {@link #handle}, started by
 * {@link #start}. Thread-safe; uses daemon threads only.
 *
 * <p>What {@link #handle} has answered with 2xx is stored: relayed in order for each customer, retried while a remote API is out
 * of reach, and never sent twice. Durability is the store's.
 *
 * <p>Once it is closed, or its start has failed, {@link #handle} answers 503, {@link #send} throws {@link StoreException} and
 * {@link #health} says why; whatever else would call or change something throws {@link IllegalStateException} with that sentence. Addresses
 * and {@link #registrations} stay what they are.
 */
public final class RelayEngine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RelayEngine.class);

    private static final Duration REGISTRATION_RETRY = Duration.ofMinutes(1);
    private static final Duration IDENTITY_INTERVAL = Duration.ofMinutes(1);
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final Map<String, Account> accounts;
    private final RelayStore store;
    private final Dispatcher dispatcher;
    private final Background background;
    private final Acceptor acceptor;
    private final Router router;
    private final WebhookRegistrar registrar;
    private final StatusReport statusReport;
    private final Archive archive;
    private final Reports reports;
    private final Guard guard;
    private final Runnable cancelCalls;
    private final Duration drain;
    private final Supplier<URI> freshchatWebhook;
    private final @Nullable Supplier<URI> productEvents;
    private final @Nullable URI settings;
    private final AccountIdentity identity;
    private final Secrets secrets;
    private final Lifecycle lifecycle;
    private final boolean failFast;
    private final Probes probes;
    private final HealthWatch watch;
    private final AtomicBoolean toldEarly = new AtomicBoolean();
    private final Gaps gaps;
    private final HostSilence hostSilence;
    private final Sweep sweep;

    /** All of it made, nothing started. */
    RelayEngine(RelayParts parts) {
        this.accounts = parts.accounts();
        this.store = parts.store();
        this.dispatcher = parts.dispatcher();
        this.background = parts.background();
        this.acceptor = parts.acceptor();
        this.router = parts.router();
        this.registrar = parts.registrar();
        this.statusReport = parts.statusReport();
        this.archive = parts.archive();
        this.reports = parts.reports();
        this.guard = parts.guard();
        this.cancelCalls = parts.cancelCalls();
        this.drain = parts.drain();
        this.freshchatWebhook = parts.freshchatWebhook();
        this.productEvents = parts.productEvents();
        this.settings = parts.settings();
        this.identity = parts.identity();
        this.secrets = parts.secrets();
        this.lifecycle = parts.lifecycle();
        this.failFast = parts.failFast();
        this.probes = parts.probes();
        this.watch = parts.watch();
        this.gaps = parts.gaps();
        this.hostSilence = parts.hostSilence();
        this.sweep = parts.sweep();
    }

    /**
     * Starts the workers and, unless that was switched off, registers the webhooks. The web server has to be listening by now: messengers
     * call back while they register.
     *
     * <p>An account whose webhook cannot be registered keeps no other from working: it is {@link Health.Status#DOWN}, with the cause and
     * what to do, and the relay retries every minute, or at once by {@link #install}.
     *
     * @throws ConfigurationException only with {@link RelayBuilder#failFast}, if a webhook could not be registered and only an operator
     *     can repair that; the relay is closed then
     * @throws IllegalStateException if it was started or closed before
     */
    public synchronized void start() {
        lifecycle.start();
        try {
            startAll();
        } catch (Throwable e) {
            // A store of the host's may throw what it does not declare; and what others throw may quote anything.
            lifecycle.startFailed(
                    e instanceof ByocException
                            ? String.valueOf(e.getMessage())
                            : e.getClass().getSimpleName());
            try {
                close();
            } catch (Throwable alsoThat) {
                e.addSuppressed(alsoThat);
            }
            throw e;
        }
    }

    private void startAll() {
        watch.start();
        probes.freshchat();
        identity.lookElsewhere();
        gaps.start();
        dispatcher.open();
        background.every(Gaps.BEAT, gaps::beat);
        background.whenever(Sweep.GLANCE, sweep::isDue, sweep::work);
        background.every(IDENTITY_INTERVAL, identity::look);
        background.every(REGISTRATION_RETRY, this::retryRegistrations);
        background.every(LogThrottle.WINDOW, reports::flush);
        background.whenever(Archive.GLANCE, archive::isErasureDue, archive::eraseOldRequests);
        List<String> faults = registrar.onStart() ? probes.install() : List.of();
        if (failFast && !faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
        watch.probeFirst();
        log.info("relaying for {}; durable: {}", accounts.keySet(), store.isDurable());
        if (!store.isDurable()) {
            log.warn("the store is not durable: open entries are lost when the process ends");
        }
    }

    /** As once a minute. */
    void retryRegistrations() {
        probes.retryRegistrations();
    }

    /**
     * Registers every account's webhook with its messenger, or says what has to be done by hand. Safe to repeat. The outcomes stay in
     * {@link #registrations}.
     *
     * @throws ConfigurationException listing every registration that only an operator can repair
     */
    public void install() {
        lifecycle.mustBeOpen();
        List<String> faults = probes.install();
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
    }

    /**
     * Registers one account's webhook again and asks the messenger what has become of it: the repair after {@link #health} has told that
     * webhooks go elsewhere, or nowhere. Another system's webhook is replaced only if the account's {@code take-over} says so. Blocks.
     *
     * @return the outcome, also kept in {@link #registrations}; {@link Registration.Occupied}: another system's was left as it is
     * @throws IllegalArgumentException if there is no such account
     */
    public Registration install(String account) {
        Account known = account(account);
        lifecycle.mustBeOpen();
        return probes.install(known);
    }

    /** Removes the webhooks: customers' messages no longer arrive. {@link #close} does not do that, so that a deployment does not cut a
     * channel off. */
    public void uninstall() {
        lifecycle.mustBeOpen();
        probes.uninstall();
    }

    /** What became of each account's registration, by account id; accounts that were not tried yet are missing. */
    public Map<String, Registration> registrations() {
        return registrar.registrations();
    }

    /** The address to paste into Freshchat's webhook settings. Its holder can only send what Freshchat has signed. */
    public URI freshchatWebhookUrl() {
        return freshchatWebhook.get();
    }

    /** Where a marketplace app passes product events on to; null unless {@link RelayBuilder#productEvents} was set. */
    public @Nullable URI productEventUrl() {
        return productEvents == null ? null : productEvents.get();
    }

    /** Where an operator finds the settings page; null unless {@link RelayBuilder#settingsPage} was set. */
    public @Nullable URI settingsUrl() {
        return settings;
    }

    /**
     * The address of an account's webhook.
     *
     * @throws IllegalArgumentException if there is no such account
     */
    public URI webhookUrl(String account) {
        return account(account).webhookUrl();
    }

    /**
     * Replaces the secrets that the relay itself has made for an account: the one in its webhook's address and those that channels register
     * for the network to echo. The old address and the old secrets count for as long as is said, on every host of the store. Then have the
     * new address registered, by {@link #install(String)}, or by hand where {@link #registrations} says so. A {@code path-secret} that was
     * set stays: it is the configuration's.
     *
     * @param account an account's id; or {@code freshchat}, for the addresses to paste into Freshchat and into the marketplace app
     * @param oldFor zero: the old ones end at once
     * @throws IllegalArgumentException if there is no such account, or the time is not between zero and 3650 days
     * @throws IllegalStateException if the store is not durable
     * @throws StoreException if the store does not take it now
     */
    public void rotateSecrets(String account, Duration oldFor) {
        lifecycle.mustBeOpen();
        if (!Durations.isAge(oldFor)) {
            throw new IllegalArgumentException("oldFor must be between zero and 3650 days");
        }
        boolean freshchats = Health.FRESHCHAT.equals(account);
        String other = freshchats
                ? Assembly.pathOf(ReservedIds.FRESHCHAT_APP)
                : Assembly.webhookOf(account(account).id());
        secrets.rotate(List.of(Assembly.pathOf(account), other), oldFor);
        log.info("{}: the secrets of its webhook were replaced; the old ones count for {}", account, oldFor);
    }

    private Account account(String id) {
        Account known = accounts.get(id);
        if (known == null) {
            throw new IllegalArgumentException("no account '" + id + "'; there are: " + accounts.keySet());
        }
        return known;
    }

    /**
     * Sends something to a customer from code, behind the agents' answers that wait in that customer's queue. It does not appear in Freshchat
     * and does not depend on it: answers that no webhook has told of yet are sent after it.
     *
     * @param id of this message, chosen by the host: a second one with that id is not sent
     * @return whether it is new and stored; it is sent from then on like an agent's answer
     * @throws StoreException if it is not known to be stored: repeat it with the same id, and it is sent once
     * @throws IllegalArgumentException if there is no such account
     */
    public boolean send(String account, String customerId, String id, List<? extends Content> contents) {
        Account known = account(account);
        if (lifecycle.refusal() != null) {
            throw new StoreException("it is not stored: the relay is " + lifecycle.sentence());
        }
        Task.Reply reply = new Task.Reply(customerId, id, List.of(), null, true, List.copyOf(contents), List.of());
        NewEntry entry =
                new NewEntry(known.outbound(customerId), "host:" + known.id() + ":" + id, TaskCodec.write(reply));
        return acceptor.accept(List.of(entry), List.of()).get(0);
    }

    /**
     * Looks now for agents' answers that no webhook told of, as the relay does by itself after a time in which it was down or refused
     * webhooks: reads conversations that are not known to be resolved, those with the latest activity first, in the background, at the pace
     * of {@link CatchUpPolicy}. An answer that was sent before is not sent again. {@link RelayEvent.CaughtUp} tells what came of it. Returns
     * at once.
     *
     * @param since when webhooks may have been missed; answers of more than 24 hours ago are not sent, their agents are told
     * @throws StoreException if that is not known to be stored: call it again
     * @throws IllegalStateException if it was closed
     */
    public void catchUp(Instant since) {
        lifecycle.mustBeOpen();
        gaps.add(since);
    }

    /**
     * Answers one request. Returns fast: nothing is called, only stored. Never throws for the content of a request.
     *
     * <p>200: taken, or nothing to do; 400, 401, 404, 405, 413, 415, 429: refused for what it is; 503: refused for now, to be sent again.
     */
    public WebhookResponse handle(RelayRequest request) {
        String refusal = lifecycle.refusal();
        if (refusal != null) {
            return WebhookResponse.text(503, refusal);
        }
        if (lifecycle.isStartForgotten() && toldEarly.compareAndSet(false, true)) {
            log.warn("requests come, and start() was not called yet: what is stored until then is not relayed");
        }
        try {
            return router.route(request);
        } catch (StoreException e) {
            reports.refused(Health.STORE, 503, String.valueOf(e.getMessage()));
            return WebhookResponse.text(503, "try again later");
        } catch (Throwable e) {
            reports.often("answering a request failed", e.getClass().getName());
            return WebhookResponse.text(500, "failed");
        }
    }

    /**
     * How the relay is, as the last calls have shown; makes no call itself. Answers before the start and after the end too, and whatever the
     * store throws: that is told as the store's.
     */
    public Health health() {
        return statusReport.health();
    }

    /**
     * Lets {@link #health} tell how the web server before the relay is, as {@code host}: for hosts that watch their server, as
     * {@link dev.byoc.host.JdkHttpHost} does. Webhooks of Freshchat may have been missed since it was last told to be up: answers of that time
     * are looked for, as {@link CatchUpPolicy} says. Tell that it is up every few seconds, so that this time is short.
     *
     * @param status {@link Health.Status#UP} ends what was told before
     * @param cause a sentence for an operator, without secrets
     * @param remedy what an operator can do; null: to look at the server
     */
    public void reportHost(Health.Status status, @Nullable String cause, @Nullable String remedy) {
        hostSilence.reported(status == Health.Status.UP);
        reports.host(status, cause, remedy);
    }

    /** Asks Freshchat and every messenger that can be asked whether the account works, and tells what came of it. Blocks. */
    public Health probe() {
        if (lifecycle.refusal() == null) {
            probes.run();
        }
        return health();
    }

    /** The dead letters, the newest first, at most 1,000. */
    public List<DeadLetter> deadLetters() {
        lifecycle.mustNotBeClosed();
        return archive.deadLetters(DeadLetterFilter.ALL);
    }

    /** The dead letters that the filter covers, the newest first, at most 1,000. */
    public List<DeadLetter> deadLetters(DeadLetterFilter filter) {
        lifecycle.mustNotBeClosed();
        return archive.deadLetters(filter);
    }

    /** Replays a dead letter, behind everything that waits for the same customer; not one that may have arrived. */
    public ReplayResult replay(long deadLetter) {
        return replay(deadLetter, ReplayMode.REFUSE_DUPLICATE);
    }

    /** Replays a dead letter, behind everything that waits for the same customer. */
    public ReplayResult replay(long deadLetter, ReplayMode mode) {
        lifecycle.mustNotBeClosed();
        return archive.replay(deadLetter, mode);
    }

    /** What {@link #replayAll} would replay now: a dry run. */
    public List<DeadLetter> replayable(DeadLetterFilter filter) {
        lifecycle.mustNotBeClosed();
        return archive.replayable(filter);
    }

    /**
     * Replays all dead letters that the filter covers and that have surely not arrived, the oldest first.
     *
     * @return which they are, at most 1,000 a call: until it is empty there may be more
     */
    public List<DeadLetter> replayAll(DeadLetterFilter filter) {
        lifecycle.mustNotBeClosed();
        return archive.replayAll(filter);
    }

    /** Discards a dead letter for good. A message of that id is still not relayed a second time. False if there is none. */
    public boolean discard(long deadLetter) {
        lifecycle.mustNotBeClosed();
        return archive.discard(deadLetter);
    }

    /**
     * Discards all dead letters that the filter covers, however many, for good. A database keeps dead letters until they are replayed or
     * discarded; requests that could not be read for 30 days, as no {@link #forget} reaches them.
     *
     * @return how many
     */
    public int discardAll(DeadLetterFilter filter) {
        lifecycle.mustNotBeClosed();
        return archive.discardAll(filter);
    }

    /**
     * What happened to a message: when it was stored, what was found or made for it, each attempt that did not go right, the parts, and how
     * it ended. An id can name several entries: a message on two accounts, a message and its replay.
     *
     * @param id the messenger's or Freshchat's id of the message, an event key as the log and the listener name it, or the store's own id
     */
    public List<Timeline> timeline(String id) {
        lifecycle.mustNotBeClosed();
        return archive.timeline(id);
    }

    /**
     * Erases what the relay knows of a customer: texts, dead letters, profile, and who that is in Freshchat; what waits to be relayed is
     * discarded.
     *
     * <p>What stays for as long as repeated messages have to be told, {@code keepFor} of a database (3 days unless set): the customer's id at
     * the messenger, as the name of their queues, and of each message its id, times and how it ended. A database removes these rows then.
     * Freshchat, the messenger, logs and backups keep what they have. Of a request that could not be read is not known whose it is: it is
     * erased 30 days after it came, or was last replayed.
     *
     * @return how many entries have lost their content
     * @throws IllegalArgumentException if there is no such account
     */
    public int forget(String account, String customerId) {
        Account known = account(account);
        lifecycle.mustNotBeClosed();
        return archive.forget(known, customerId);
    }

    /**
     * Stops: refuses new requests with 503, relays open entries for as long as the drain time says, and closes the channels and the
     * store. What is left then stays in a durable store, and is lost in another one. Webhooks stay registered.
     *
     * @throws IllegalStateException naming what of it has thrown, once all else is ended
     */
    @Override
    public synchronized void close() {
        boolean started = lifecycle.isStarted();
        if (!lifecycle.closing()) {
            return;
        }
        try {
            closeAll(started);
        } finally {
            lifecycle.closed();
        }
        log.info("stopped");
    }

    private void closeAll(boolean started) {
        List<String> failed = new ArrayList<>();
        surely("the search for missed answers", sweep::end, failed);
        if (started) {
            surely("the time without a gap", gaps::end, failed);
            surely("what is under way", this::awaitDrained, failed);
        }
        surely("what is told", reports::ending, failed);
        surely("the workers", () -> endWorkers(started), failed);
        surely("what was not begun", dispatcher::handBackUnbegun, failed);
        surely("the count of what is open", this::tellWhatIsLeft, failed);
        for (Account account : accounts.values()) {
            surely(account.id(), account.channel()::close, failed);
        }
        surely("the store", store::close, failed);
        surely("the calls", cancelCalls, failed);
        surely("the code of others", guard::close, failed);
        surely("the listeners", reports::close, failed);
        if (!failed.isEmpty()) {
            throw new IllegalStateException("closed, but not all of it ended well: " + String.join(", ", failed));
        }
    }

    /** A store of the host's may throw anything, and its text may quote anything. */
    private static void surely(String what, Runnable end, List<String> failed) {
        try {
            end.run();
        } catch (Throwable e) {
            String how = e instanceof ByocException
                    ? String.valueOf(e.getMessage())
                    : e.getClass().getName();
            log.error("while the relay was closed, {} failed: {}", what, how);
            failed.add(what + " (" + how + ")");
        }
    }

    private void endWorkers(boolean started) {
        background.stopTimer();
        dispatcher.stop();
        if (!background.awaitEnd(started ? Duration.ofSeconds(1) : Duration.ZERO)) {
            cancelCalls.run();
            // Longer than the guard waits for an interrupted call: what came of it is stored while the store is open.
            background.awaitEnd(Duration.ofSeconds(2));
        }
    }

    private void tellWhatIsLeft() {
        int left = store.counters().open();
        if (left > 0) {
            log.warn("{} entries were still open{}", left, store.isDurable() ? ", and are kept" : ", and are lost");
        }
    }

    /** Waits until nothing is under way and nothing could be done now, at most for the drain time. */
    void awaitDrained() {
        long end = System.nanoTime() + drain.toNanos();
        while (System.nanoTime() < end
                && !dispatcher.isIdle()
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }
}
