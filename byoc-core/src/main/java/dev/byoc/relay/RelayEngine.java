package dev.byoc.relay;

import dev.byoc.ConfigurationException;
import dev.byoc.RelayRequest;
import dev.byoc.channel.Registration;
import dev.byoc.event.Finding;
import dev.byoc.event.Health;
import dev.byoc.event.RelayEvent;
import dev.byoc.event.RelayListener;
import dev.byoc.internal.assembly.RelayParts;
import dev.byoc.message.Content;
import dev.byoc.message.Quote;
import dev.byoc.store.DeadLetter;
import dev.byoc.store.DeadLetterFilter;
import dev.byoc.store.ForgetMode;
import dev.byoc.store.ReplayMode;
import dev.byoc.store.ReplayResult;
import dev.byoc.store.StoreException;
import dev.byoc.store.Timeline;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    /** Tests have one of them do at once what it does at intervals. */
    final RelayParts parts;

    /** All of it made, nothing started. */
    RelayEngine(RelayParts parts) {
        this.parts = parts;
    }

    /**
     * Starts the workers and, unless that was switched off, registers the webhooks. The web server has to be listening by now: messengers
     * call back while they register.
     *
     * <p>An account whose webhook cannot be registered keeps no other from working: it is {@link Health.Status#DOWN}, with the cause and
     * what to do, and the relay retries every minute, or at once by {@link #install}.
     *
     * @throws ConfigurationException only with {@link RelayBuilder#failFast}: as {@link #install()} throws it; the relay is closed then
     * @throws IllegalStateException if it was started or closed before
     */
    public void start() {
        parts.run().start();
    }

    /**
     * Registers every account's webhook with its messenger, or says what has to be done by hand. Safe to repeat. The outcomes stay in
     * {@link #registrations}.
     *
     * @throws ConfigurationException listing every registration that only an operator can repair
     */
    public void install() {
        parts.registrations().install();
    }

    /**
     * Registers one account's webhook again and asks the messenger what has become of it: the repair after {@link #health} has told that
     * webhooks go elsewhere, or nowhere. Another system's webhook is replaced only if the account's {@code take-over} says so. Blocks.
     *
     * @return the outcome, also kept in {@link #registrations}; {@link Registration.Occupied}: another system's was left as it is
     * @throws IllegalArgumentException if there is no such account
     */
    public Registration install(String account) {
        return parts.registrations().install(account);
    }

    /** Removes the webhooks: customers' messages no longer arrive. {@link #close} does not, so that a deployment cuts no channel off. */
    public void uninstall() {
        parts.registrations().uninstall();
    }

    /**
     * Removes one account's webhook. Blocks.
     *
     * @return why the messenger did not take that; null: it is removed
     * @throws IllegalArgumentException if there is no such account
     */
    public @Nullable String uninstall(String account) {
        return parts.registrations().uninstall(account);
    }

    /** What became of each account's registration, by account id; accounts that were not tried yet are missing. */
    public Map<String, Registration> registrations() {
        return parts.registrations().outcomes();
    }

    /** The name under which the store keeps this relay's state, apart from that of relays of other Freshchat accounts. */
    public String scope() {
        return parts.scope();
    }

    /** The address to paste into Freshchat's webhook settings. Its holder can only send what Freshchat has signed. */
    public URI freshchatWebhookUrl() {
        return parts.addresses().freshchat();
    }

    /** Where a marketplace app passes product events on to; null unless {@link RelayBuilder#productEvents} was set. */
    public @Nullable URI productEventUrl() {
        return parts.addresses().productEvents();
    }

    /** Where an operator finds the settings page; null unless {@link RelayBuilder#settingsPage} was set. */
    public @Nullable URI settingsUrl() {
        return parts.addresses().settings();
    }

    /**
     * The address of an account's webhook.
     *
     * @throws IllegalArgumentException if there is no such account
     */
    public URI webhookUrl(String account) {
        return parts.addresses().ofAccount(account);
    }

    /**
     * A request to an account's webhook, signed as its messenger would sign it: for operators who try an address. What is sent to
     * {@link #webhookUrl}, with the request's sub path behind it, is relayed like a real one. This call sends nothing.
     *
     * @param body what the messenger would send; null: a text message of a customer who does not exist, another one each time
     * @return null: the channel cannot make any, as its requests are not signed, or with a key that is the messenger's alone
     * @throws IllegalArgumentException if there is no such account
     * @throws dev.byoc.ByocException if the channel fails at it
     */
    public @Nullable WebhookRequest testRequest(String account, byte @Nullable [] body) {
        return parts.addresses().testRequest(account, body);
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
        parts.operations().rotateSecrets(account, oldFor);
    }

    /**
     * Sends something to a customer from code, behind the agents' answers that wait in that customer's queue. It does not depend on Freshchat:
     * answers that no webhook has told of yet are sent after it.
     *
     * <p>Once the messenger has taken all of it, agents see it in the customer's conversation, in words, as the account's {@code sent-from-code}
     * says: by a private note unless set otherwise, as a message of an agent of its own, or not at all. A customer who has never written
     * gets a user and a conversation by that; whether one may write to such a customer is the messenger's rule, and what it refuses is a dead letter
     * and opens nothing. What agents are shown is told to listeners as {@link RelayEvent.Completed}, and is not sent to the customer
     * when Freshchat's webhook tells of it. While Freshchat is out of reach, each message that was sent leaves an open entry in the store
     * until agents can be shown it, and counts for the most open entries that the store takes; {@code off} leaves none.
     *
     * @param id of this message, chosen by the host: a second one with that id is not sent
     * @return whether it is new and stored; it is sent from then on like an agent's answer
     * @throws StoreException if it is not known to be stored: repeat it with the same id, and it is sent once
     * @throws IllegalArgumentException if there is no such account
     */
    public boolean send(String account, String customerId, String id, List<? extends Content> contents) {
        return send(account, customerId, id, contents, null);
    }

    /**
     * The same, as the answer to an earlier message. A messenger that shows quotes gets the id of that message, where it is known; elsewhere
     * its words stand in one line before the first text. Nothing of it is looked up, and an agent's answer quotes nothing: Freshchat's webhooks
     * do not tell which message it answers.
     *
     * @param quote null: it answers none
     */
    public boolean send(
            String account, String customerId, String id, List<? extends Content> contents, @Nullable Quote quote) {
        return parts.hostMessages().send(account, customerId, id, contents, quote);
    }

    /**
     * Looks now for agents' answers that no webhook told of, as the relay does by itself after a time in which it was down or refused
     * webhooks: reads conversations that are not known to be resolved, those with the latest activity first, in the background, at the pace
     * of {@link RelayBuilder#catchUp}. An answer that was sent before is not sent again. {@link RelayEvent.CaughtUp} tells what came of it. Returns
     * at once.
     *
     * @param since when webhooks may have been missed; answers of more than 24 hours ago are not sent, their agents are told
     * @throws StoreException if that is not known to be stored: call it again
     * @throws IllegalStateException if it was closed
     */
    public void catchUp(Instant since) {
        parts.operations().catchUp(since);
    }

    /**
     * Answers one request. Returns fast: the channel reads it, what it tells is stored, and no remote API is called. Only a channel that answers
     * within the request waits for the answer, as long as its messenger does. Never throws for the content of a request.
     *
     * <p>200: taken, or nothing to do; 400, 401, 404, 405, 413, 415, 429: refused for what it is; 503: refused for now, to be sent again.
     */
    public WebhookResponse handle(RelayRequest request) {
        return parts.entrance().handle(request);
    }

    /**
     * The same, for hosts that can do without this thread, a platform thread: the channel reads the request on it and not on one of the
     * relay's, which spares half of the context switches of a message. Returns when the answer was given; but where the channel's code does
     * not return within its time, the answer is given by another thread, and this one stays in that code until it returns. With eight such
     * calls the channel is not called any more; as many threads stay behind as requests came before that was known.
     *
     * @param answer is called once, on this thread as a rule. What it throws on this thread is thrown here
     */
    public void handle(RelayRequest request, Consumer<WebhookResponse> answer) {
        parts.entrance().handle(request, answer);
    }

    /**
     * How many bytes of a request's body a host has to read at most, and one more to have a larger one refused:
     * {@link RelayRequest#MAX_BODY_BYTES}, and {@link RelayRequest#MAX_FRESHCHAT_BODY_BYTES} where the path is that of Freshchat's webhook, its
     * secret included, or of a test request that the relay sends itself.
     *
     * @param path the raw path, as for {@link RelayRequest}
     */
    public int mostBodyBytes(String path) {
        return parts.entrance().mostBytes(path);
    }

    /**
     * Tells of a request that a host has refused as its body did not arrive whole; {@link dev.byoc.host.HostAnswer#toBroken} does so. Where
     * the path is that of an account's or of Freshchat's webhooks, its secret included, listeners are told of it as of any that is refused, and
     * a POST of Freshchat's counts as missed: the answer that it told of is looked for, as {@link RelayBuilder#catchUp} says. Never throws.
     *
     * @param method upper case
     * @param path the raw path, as for {@link RelayRequest}
     * @param status that the host answers
     * @param why in words of the host's, nothing of the request
     */
    public void reportBroken(String method, String path, int status, String why) {
        parts.entrance().broken(method, path, status, why);
    }

    /** How the relay is, as the last calls have shown, in each of its states. Makes no call; what the store throws is told as its. */
    public Health health() {
        return parts.health().health();
    }

    /**
     * Lets {@link #health} tell how the web server before the relay is, as {@code host}: for hosts that watch their server, as
     * {@link dev.byoc.host.JdkHttpHost} does. Webhooks of Freshchat may have been missed since it was last told to be up: answers of that time
     * are looked for, as {@link RelayBuilder#catchUp} says. Tell that it is up every few seconds, so that this time is short.
     *
     * @param status {@link Health.Status#UP} ends what was told before
     * @param cause a sentence for an operator, without secrets
     * @param remedy what an operator can do; null: to look at the server
     */
    public void reportHost(Health.Status status, @Nullable String cause, @Nullable String remedy) {
        parts.health().hostIs(status, cause, remedy);
    }

    /** Asks Freshchat and every messenger that can be asked whether the account works, and tells what came of it. Blocks. */
    public Health probe() {
        return parts.health().probe();
    }

    /**
     * Looks at the public address from outside in, as far as this network leads there: name, certificate, redirects, what answers in place of
     * the relay, and, by signed test requests that concern no customer, what a proxy or filter changes of path, query, headers and body. Of use
     * before {@link #start} too, once the web server listens. Blocks, half a minute at most where something is silent.
     *
     * @return what is found, the worst first; docs/guides/doctor.md lists what can be. None: all test requests arrived as they were sent
     * @throws IllegalStateException if it was closed
     */
    public List<Finding> checkPublicUrl() {
        return parts.health().checkPublicUrl();
    }

    /**
     * Asks Freshchat, call by call, for what a relay reads there, and so finds which rights the API token lacks. Changes nothing, so whether the
     * token may write is not found: that is told as {@link Finding.Severity#NOT_CHECKED}. Blocks.
     *
     * @return what is found, the worst first; docs/guides/doctor.md lists what can be
     * @throws IllegalStateException if it was closed
     */
    public List<Finding> checkFreshchat() {
        return parts.health().checkFreshchat();
    }

    /** The dead letters, the newest first, at most 1,000. */
    public List<DeadLetter> deadLetters() {
        return deadLetters(DeadLetterFilter.ALL);
    }

    /** The dead letters that the filter covers, the newest first, at most 1,000. */
    public List<DeadLetter> deadLetters(DeadLetterFilter filter) {
        return parts.operations().deadLetters().find(filter);
    }

    /** Replays a dead letter, behind everything that waits for the same customer; not one that may have arrived. */
    public ReplayResult replay(long deadLetter) {
        return replay(deadLetter, ReplayMode.REFUSE_DUPLICATE);
    }

    /** Replays a dead letter, behind everything that waits for the same customer. */
    public ReplayResult replay(long deadLetter, ReplayMode mode) {
        return parts.operations().deadLetters().replay(deadLetter, mode);
    }

    /** What {@link #replayAll} would replay now: a dry run. */
    public List<DeadLetter> replayable(DeadLetterFilter filter) {
        return parts.operations().deadLetters().replayable(filter);
    }

    /**
     * Replays all dead letters that the filter covers and that have surely not arrived, the oldest first.
     *
     * <p>A replay that fails again is another dead letter, stored then, which the same filter covers. Who calls this again for what is left sets
     * the filter's {@code until} to a time before the first call, or each call replays those once more, and agents are told of each.
     *
     * @return which they are, at most 1,000 a call: there may be more where it is that many
     */
    public List<DeadLetter> replayAll(DeadLetterFilter filter) {
        return parts.operations().deadLetters().replayAll(filter);
    }

    /** Discards a dead letter for good. A message of that id is still not relayed a second time. False if there is none. */
    public boolean discard(long deadLetter) {
        return parts.operations().deadLetters().discard(deadLetter);
    }

    /**
     * Discards all dead letters that the filter covers, however many, for good; none that was stored after this call began, by this machine's
     * clock. A database keeps dead letters until they are replayed or discarded; requests that could not be read for 30 days, as no
     * {@link #forget} reaches them.
     *
     * @return how many
     */
    public int discardAll(DeadLetterFilter filter) {
        return parts.operations().deadLetters().discardAll(filter);
    }

    /**
     * What happened to a message: when it was stored, what was found or made for it, each attempt that did not go right, the parts, and how
     * it ended. An id can name several entries: a message on two accounts, a message and its replay.
     *
     * @param id the messenger's or Freshchat's id of the message, an event key as the log and the listener name it, or the store's own id
     */
    public List<Timeline> timeline(String id) {
        return parts.operations().timeline(id);
    }

    /**
     * What happened to the last messages of a customer, and to what else waited in that customer's queues, such as notes: each as
     * {@link #timeline} tells it, those that were stored last first. The store may read all entries that it keeps for it, so it is for people who
     * ask. Of a customer who is forgotten it finds what {@link #forget} leaves.
     *
     * @param customerId at the messenger
     * @param most how many, from 1 to 1,000
     * @throws IllegalArgumentException if there is no such account
     */
    public List<Timeline> timelines(String account, String customerId, int most) {
        return parts.operations().timelines(account, customerId, most);
    }

    /**
     * Erases what the relay knows of a customer: texts, dead letters, profile, and who that is in Freshchat. Discards what waits for relay.
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
        return forget(account, customerId, ForgetMode.KEEP_FRESHCHAT_PROFILE);
    }

    /**
     * As {@link #forget(String, String)}, and where the mode says so has the profile in Freshchat blanked: name, phone number, e-mail address,
     * picture, and the properties that the account has told. That is retried like a message, before any later one of the customer's, who
     * is told to Freshchat anew by it. What is not blanked is named by a dead letter.
     *
     * @throws StoreException if it is not known to be stored: repeat it, as after a crash within this call; the user is found by the reference
     */
    public int forget(String account, String customerId, ForgetMode mode) {
        return parts.operations().forget(account, customerId, mode);
    }

    /**
     * Waits until a listener has heard all that has happened until now: for tests, and before figures are read that it collects. A
     * listener that asks does not wait.
     *
     * @param listener one that the builder was given
     * @return whether it has heard all
     */
    public boolean awaitHeard(RelayListener listener, Duration most) {
        return parts.operations().awaitHeard(listener, most);
    }

    /**
     * Stops: refuses new requests with 503, relays open entries for as long as the drain time says, and closes the channels and the
     * store. What is left then stays in a durable store, and is lost in another one. Webhooks stay registered.
     *
     * @throws IllegalStateException naming what of it has thrown, once all else is ended
     */
    @Override
    public void close() {
        parts.run().close();
    }
}
