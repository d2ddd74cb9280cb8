package dev.byoc.examples;

import dev.byoc.event.RelayEvent;
import dev.byoc.freshchat.FreshchatSettings;
import dev.byoc.host.JdkHttpHost;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.FreePort;
import dev.byoc.testkit.PublicFiles;
import dev.byoc.testkit.freshchat.FakeFreshchat;
import dev.byoc.testkit.kakaotalk.FakeBizgo;
import dev.byoc.testkit.kakaotalk.FakeHappytalk;
import dev.byoc.testkit.kakaotalk.KakaoCustomer;
import dev.byoc.testkit.kakaotalk.KakaoMessage;
import dev.byoc.testkit.kakaotalk.skill.FakeSkillClient;
import dev.byoc.testkit.kakaotalk.skill.SkillCallback;
import dev.byoc.testkit.kakaotalk.skill.SkillCustomer;
import dev.byoc.testkit.viber.FakeViber;
import dev.byoc.testkit.viber.ReceivedMessage;
import dev.byoc.testkit.viber.ViberCustomer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One relay with an account on each messenger, a customer on each, and what each of them gets to see. */
final class EveryMessenger implements AutoCloseable {
    static final Media PICTURE = file("lamp.jpg", "image/jpeg");
    static final Media VIDEO = file("how-to.mp4", "video/mp4");
    static final Media SOUND = file("note.mp3", "audio/mpeg");
    static final Media FILE = file("invoice.pdf", "application/pdf");

    private static final String SKILL_SECRET = "skill-0f5a1c2e9b7d4e63";
    private static final Map<String, String> VIBER_TYPES = Map.of(
            "text", "Text",
            "picture", "Image",
            "video", "Video",
            "file", "File",
            "location", "Location",
            "contact", "Contact",
            "sticker", "Sticker",
            "url", "Link",
            "rich_media", "Cards");

    final FakeFreshchat freshchat = new FakeFreshchat();
    final FakeViber viber = new FakeViber();
    final FakeHappytalk happytalk = new FakeHappytalk();
    final FakeBizgo bizgo = new FakeBizgo(Clock.systemUTC(), "8e1d4c7b2a9f60538c1e0d9b7a6f5e4d3c2b1a09");
    final FakeSkillClient bot = new FakeSkillClient();
    final List<RelayEvent> events = new CopyOnWriteArrayList<>();
    final RelayEngine relay;
    private final JdkHttpHost host;
    final ViberCustomer onViber = viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
    final KakaoCustomer onHappytalk = happytalk.customer("Qw7xT2pLr9Ab");
    final KakaoCustomer onBizgo = bizgo.customer("Qw7xT2pLr9Ac");
    final SkillCustomer atTheBot = bot.customer("5d1f0c9e8b7a66554433");
    private int sent;

    EveryMessenger() {
        freshchat.addTopic("Support");
        int port = FreePort.next();
        RelayBuilder builder = new RelayBuilder()
                .freshchat(FreshchatSettings.builder()
                        .url(freshchat.url().toString())
                        .trustHost(freshchat.url().getHost())
                        .token(freshchat.token())
                        .webhookKey(freshchat.publicKeyPem())
                        .build())
                .account(
                        "viber",
                        "viber",
                        Map.of(
                                "topic",
                                "Support",
                                "auth-token",
                                viber.token(),
                                "sender-name",
                                "Shop",
                                "base-url",
                                viber.url().toString()))
                .account(
                        "happytalk",
                        "kakaotalk",
                        Map.of(
                                "topic", "Support",
                                "sender-key", happytalk.senderKey(),
                                "client-id", happytalk.clientId(),
                                "client-secret", happytalk.clientSecret(),
                                "base-url", happytalk.url().toString()))
                .account(
                        "bizgo",
                        "kakaotalk",
                        Map.of(
                                "topic", "Support",
                                "dealer", "bizgo",
                                "sender-key", bizgo.senderKey(),
                                "api-key", bizgo.apiKey(),
                                "base-url", bizgo.url().toString()))
                .account(
                        "skill",
                        "kakaotalk-skill",
                        Map.of(
                                "topic",
                                "Support",
                                "bot-id",
                                FakeSkillClient.BOT_ID,
                                "header-secret",
                                SKILL_SECRET,
                                "callback-hosts",
                                "http://" + bot.url().getHost()))
                .publicUrl(URI.create("http://127.0.0.1:" + port + "/byoc"))
                .drainFor(Duration.ZERO)
                .listener(events::add);
        PublicFiles files = new PublicFiles();
        for (Media media : List.of(PICTURE, VIDEO, SOUND, FILE)) {
            files.put(URI.create(media.ref()), String.valueOf(media.contentType()), bytes(media));
        }
        files.connect(builder);
        relay = builder.build();
        host = JdkHttpHost.serve(relay, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        freshchat.connectWebhook(relay.freshchatWebhookUrl());
    }

    /** Nothing but a JPEG's first bytes, by which the dealers tell pictures. */
    private static byte[] bytes(Media media) {
        byte[] bytes = new byte[(int) media.sizeBytes()];
        bytes[0] = (byte) 0xFF;
        bytes[1] = (byte) 0xD8;
        bytes[2] = (byte) 0xFF;
        return bytes;
    }

    private static Media file(String name, String type) {
        return new Media("https://media.example.net/out/" + name, name, type, 10_000);
    }

    /** Registers, and has each customer write once. */
    void start() {
        relay.start();
        bizgo.connectWebhook(relay.webhookUrl("bizgo"));
        bot.connect(relay.webhookUrl("skill")).header("X-Relay-Secret", SKILL_SECRET);
        bot.callback(true);
        onViber.says("hello from Viber");
        onHappytalk.says("hello from Happytalk");
        onBizgo.says("hello from Bizgo");
        await(() ->
                events.stream().filter(RelayEvent.Delivered.class::isInstance).count() == 3);
    }

    /** Sends a content to the customer there and gives what they see of it. */
    List<Seen> send(String channel, Content content) {
        return switch (channel) {
            case "Viber" -> {
                int before = onViber.received().size();
                sendTo("viber", onViber.id(), content);
                yield rest(onViber.received(), before).stream()
                        .map(EveryMessenger::onViber)
                        .toList();
            }
            case "KakaoTalk, Happytalk" -> onKakaoTalk("happytalk", onHappytalk, content);
            case "KakaoTalk, Bizgo" -> onKakaoTalk("bizgo", onBizgo, content);
            default -> atTheBot(content);
        };
    }

    private void sendTo(String account, String customer, Content content) {
        String id = "m" + sent++;
        relay.send(account, customer, id, List.of(content));
        String key = "host:" + account + ":" + id;
        await(() -> events.stream()
                .anyMatch(event -> event instanceof RelayEvent.Delivered one
                        && one.eventKey().equals(key)));
    }

    private static Seen onViber(ReceivedMessage message) {
        String kind = message.keyboard().isPresent() ? "Buttons" : VIBER_TYPES.getOrDefault(message.type(), "?");
        return new Seen(kind, kind.equals("Text") ? message.text() : values(message.json()));
    }

    private List<Seen> onKakaoTalk(String account, KakaoCustomer customer, Content content) {
        int before = customer.received().size();
        sendTo(account, customer.userKey(), content);
        return rest(customer.received(), before).stream()
                .map(EveryMessenger::onKakaoTalk)
                .toList();
    }

    private static Seen onKakaoTalk(KakaoMessage message) {
        if (!message.buttons().isEmpty()) {
            List<String> words = new ArrayList<>(List.of(message.text()));
            message.buttons().forEach(button -> words.add(button.name()));
            return new Seen("Buttons", String.join("\n", words));
        }
        return switch (message.type().charAt(0)) {
            case 'I' -> new Seen("Image", message.text());
            case 'F' -> new Seen("File", message.fileName());
            default -> new Seen("Text", message.text());
        };
    }

    /** Each answer needs a question, and has one address to go to. */
    private List<Seen> atTheBot(Content content) {
        int before = atTheBot.shown().size();
        atTheBot.says("question " + sent);
        sendTo("skill", atTheBot.botUserKey(), content);
        List<SkillCallback> calls = bot.callbacks();
        Json answer = Json.parse(calls.get(calls.size() - 1).body()).get("template");
        if (answer.get("quickReplies").isPresent()) {
            return List.of(new Seen("Buttons", values(answer)));
        }
        return rest(atTheBot.shown(), before).stream()
                .map(EveryMessenger::atTheBot)
                .toList();
    }

    private static Seen atTheBot(Json output) {
        if (output.get("simpleImage").isPresent()) {
            return new Seen("Image", values(output));
        }
        return output.get("carousel").isPresent()
                ? new Seen("Cards", values(output))
                : new Seen("Text", output.get("simpleText").get("text").textOr(""));
    }

    /** All values in it, a line each. */
    private static String values(Json json) {
        List<String> values = new ArrayList<>();
        json.fields().values().forEach(value -> values.add(values(value)));
        json.items().forEach(item -> values.add(values(item)));
        if (json.text() != null) {
            values.add(json.text());
        } else if (json.decimal() != null) {
            values.add(String.valueOf(json.decimal()));
        }
        return String.join("\n", values);
    }

    private static <T> List<T> rest(List<T> list, int from) {
        return list.subList(from, list.size());
    }

    void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen; events: " + events);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Override
    public void close() {
        bot.close();
        bizgo.close();
        happytalk.close();
        viber.close();
        freshchat.close();
        relay.close();
        host.close();
    }
}
