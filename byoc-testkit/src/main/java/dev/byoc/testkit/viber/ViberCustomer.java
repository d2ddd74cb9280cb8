package dev.byoc.testkit.viber;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.JsonEdits;
import dev.byoc.testkit.server.Webhooks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A customer of the bot of {@link FakeViber}. Whatever this person does becomes a signed webhook on the caller's thread; the
 * methods give the status it was answered with at last, 0 if it was not, {@link Webhooks#HELD} if it is held back, and 200 without a
 * webhook if the registration did not ask for such events. Thread-safe.
 */
public final class ViberCustomer {
    private static final int MOST_WITHOUT_REPLY = 100;
    private static final long AN_HOUR_MILLIS = 3_600_000;
    private static final Pattern TAGS = Pattern.compile("<[^>]*>");

    private final ViberBot bot;
    private final String id;
    private final String name;
    private final List<ReceivedMessage> received = new ArrayList<>();
    private final List<Long> sentSinceReply = new ArrayList<>();
    private boolean subscribed;
    private int apiVersion = 10;
    private int devices = 1;
    private int detailsAsked;

    ViberCustomer(ViberBot bot, String id, String name) {
        this.bot = bot;
        this.id = id;
        this.name = name;
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    /** Whose phone knows only that bot API version. By default 10. */
    public synchronized ViberCustomer apiVersion(int version) {
        this.apiVersion = version;
        return this;
    }

    /** Who has so many devices: {@code delivered} comes once for each. By default 1. */
    public synchronized ViberCustomer devices(int n) {
        this.devices = n;
        return this;
    }

    synchronized int apiVersion() {
        return apiVersion;
    }

    synchronized int devices() {
        return devices;
    }

    public synchronized boolean isSubscribed() {
        return subscribed;
    }

    // What the customer does

    /** A text. The first message subscribes, and no {@code subscribed} event tells of that. */
    public int says(String text) {
        return sends(Json.object().put("text", text).put("type", "text").build());
    }

    /** A picture that lies at an address. */
    public int sendsPicture(String url, String caption) {
        return sends(Json.object()
                .put("type", "picture")
                .put("text", caption)
                .put("media", url)
                .put("thumbnail", url)
                .put("file_name", "picture.jpg")
                .build());
    }

    /** A video that lies at an address. */
    public int sendsVideo(String url, long sizeBytes, long durationMillis) {
        return sends(Json.object()
                .put("type", "video")
                .put("media", url)
                .put("thumbnail", url)
                // Real ones come without a name in just this way.
                .put("file_name", "null")
                .put("size", sizeBytes)
                .put("duration", durationMillis)
                .build());
    }

    /** A file that lies at an address. */
    public int sendsFile(String url, String fileName, long sizeBytes) {
        return sends(Json.object()
                .put("type", "file")
                .put("media", url)
                .put("file_name", fileName)
                .put("size", sizeBytes)
                .build());
    }

    public int sendsLocation(double latitude, double longitude) {
        return sends(Json.object()
                .put("type", "location")
                .put("location", Json.object().put("lat", latitude).put("lon", longitude))
                .build());
    }

    public int sendsSticker(int stickerId) {
        return sends(Json.object()
                .put("type", "sticker")
                .put("media", "http://content.cdn.viber.com/stickers/100/%1$d/%1$08d.png".formatted(stickerId))
                .put("sticker_id", stickerId)
                .build());
    }

    public int sendsContact(String contactName, String phone) {
        return sends(Json.object()
                .put("type", "contact")
                .put("contact", Json.object().put("name", contactName).put("phone_number", phone))
                .build());
    }

    /** A message of any kind: the {@code message} object of the event. */
    public int sends(Json message) {
        return sends(message, false);
    }

    private int sends(Json message, boolean silent) {
        String tracking;
        synchronized (this) {
            subscribed = true;
            sentSinceReply.clear();
            tracking = received.isEmpty()
                    ? ""
                    : received.get(received.size() - 1)
                            .json()
                            .get("tracking_data")
                            .textOr("");
        }
        Json whole = tracking.isEmpty() ? message : JsonEdits.with(message, Map.of("tracking_data", tracking));
        return bot.deliver(
                "message",
                bot.event("message")
                        .put("sender", profile())
                        .put("message", whole)
                        .put("silent", silent));
    }

    /**
     * Taps a button of the keyboard that is shown: of the last one received.
     *
     * @param text what stands on the button, without mark-up
     * @throws AssertionError if no such button is shown
     */
    public int taps(String text) {
        Json button = shownKeyboard().get("Buttons").items().stream()
                .filter(b ->
                        TAGS.matcher(b.get("Text").textOr("")).replaceAll("").equals(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button is shown with that text"));
        String action = button.get("ActionType").textOr("reply");
        return switch (action) {
            case "none" -> 200;
            case "share-phone" -> sendsContact(name, "+15550100001");
            case "location-picker" -> sendsLocation(42.6977082, 23.3218675);
            default ->
                sends(
                        Json.object()
                                .put("text", button.get("ActionBody").text())
                                .put("type", "text")
                                .build(),
                        button.get("Silent").isTrue());
        };
    }

    private synchronized Json shownKeyboard() {
        for (int i = received.size() - 1; i >= 0; i--) {
            if (received.get(i).keyboard().isPresent()) {
                return received.get(i).keyboard();
            }
        }
        return Json.ABSENT;
    }

    public int subscribes() {
        synchronized (this) {
            subscribed = true;
        }
        return bot.deliver("subscribed", bot.event("subscribed").put("user", profile()));
    }

    public int unsubscribes() {
        synchronized (this) {
            subscribed = false;
        }
        return bot.deliver("unsubscribed", bot.event("unsubscribed").put("user_id", id));
    }

    /**
     * Opens the conversation without a word. A well-formed message in the webhook's answer is received as the welcome.
     *
     * @param context what the deep link carried; {@code ""}: no deep link
     */
    public int opensConversation(String context) {
        ViberBot.Opened opened = bot.open(bot.event("conversation_started")
                .put("type", "open")
                .put("context", context.isEmpty() ? null : context)
                .put("user", profile())
                .put("subscribed", isSubscribed()));
        if (opened.welcome().isPresent()) {
            receive(ReceivedMessage.of(0, opened.welcome()));
        }
        return opened.status();
    }

    /** The phone could not show a message although it was accepted: the {@code failed} event. */
    public int failsToShow(ReceivedMessage message, String why) {
        return bot.deliver(
                "failed",
                bot.event("failed", message.token()).put("user_id", id).put("desc", why));
    }

    /** Reads everything up to this message: the {@code seen} event. */
    public int reads(ReceivedMessage message) {
        return bot.deliver("seen", bot.event("seen", message.token()).put("user_id", id));
    }

    // What the customer got

    /** Every message that was accepted for this customer, in order. */
    public synchronized List<ReceivedMessage> received() {
        return List.copyOf(received);
    }

    /** The texts and captions of {@link #received}. */
    public List<String> receivedTexts() {
        return received().stream().map(ReceivedMessage::text).toList();
    }

    /**
     * Waits until so many messages in all were received; gives them.
     *
     * @throws AssertionError after 30 s
     */
    public List<ReceivedMessage> awaitReceived(int n) {
        bot.waiting().until(() -> count() >= n, () -> n + " received messages; there are " + count());
        return received();
    }

    private synchronized int count() {
        return received.size();
    }

    void receive(ReceivedMessage message) {
        synchronized (this) {
            received.add(message);
        }
        bot.waiting().changed();
    }

    /** The customer as events show them: with placeholders for what the registration did not ask for. */
    Json profile() {
        ViberBot.Registration registration = bot.registration();
        return Json.object()
                .put("id", id)
                .put("name", registration.name() ? name : "Subscriber")
                .put(
                        "avatar",
                        registration.photo()
                                ? "https://media-direct.cdn.viber.com/download_photo?dlid=SAMPLE&fltp=jpg&imsz=0000"
                                : "http://dl-media.viber.com/1/share/2/long/bots/generic-avatar%402x.png")
                .put("language", "bg")
                .put("country", "BG")
                .put("api_version", apiVersion())
                .build();
    }

    /** Counts one message to this customer; whether it is within the 100 that an hour without a reply allows. */
    synchronized boolean mayReceive(Instant now) {
        sentSinceReply.removeIf(at -> at <= now.toEpochMilli() - AN_HOUR_MILLIS);
        if (sentSinceReply.size() >= MOST_WITHOUT_REPLY) {
            return false;
        }
        sentSinceReply.add(now.toEpochMilli());
        return true;
    }

    /** Counts one look at the profile, of which Viber allows two in twelve hours. */
    synchronized boolean mayBeLookedAt() {
        detailsAsked++;
        return detailsAsked <= 2;
    }

    /** The id alone. */
    @Override
    public String toString() {
        return "ViberCustomer[" + id + "]";
    }
}
