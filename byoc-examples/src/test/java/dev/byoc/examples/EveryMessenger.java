package dev.byoc.examples;

import dev.byoc.Direction;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.Quote;
import dev.byoc.relay.RelayBuilder;
import dev.byoc.relay.RelayEngine;
import dev.byoc.testkit.PublicFiles;
import dev.byoc.testkit.TestRelay;
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
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One relay with an account on each messenger, a customer on each, and what each of them gets to see. */
final class EveryMessenger extends TestRelay {
    static final Media PICTURE = file("lamp.jpg", "image/jpeg");
    static final Media VIDEO = file("how-to.mp4", "video/mp4");
    static final Media SOUND = file("note.mp3", "audio/mpeg");
    static final Media FILE = file("invoice.pdf", "application/pdf");
    static final Media PREVIEW = file("small.jpg", "image/jpeg");

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

    final FakeViber viber = new FakeViber(clock());
    final FakeHappytalk happytalk = new FakeHappytalk(clock(), FakeHappytalk.SENDER_KEY);
    final FakeBizgo bizgo = new FakeBizgo(clock(), "8e1d4c7b2a9f60538c1e0d9b7a6f5e4d3c2b1a09");
    final FakeSkillClient bot = new FakeSkillClient(clock());
    final ViberCustomer onViber = viber.customer("dyN4Ob6OXfag+Atd/1SifA==", "Anna");
    final KakaoCustomer onHappytalk = happytalk.customer("Qw7xT2pLr9Ab");
    final KakaoCustomer onBizgo = bizgo.customer("Qw7xT2pLr9Ac");
    final SkillCustomer atTheBot = bot.customer("5d1f0c9e8b7a66554433");
    private final Map<String, String> wording;
    private int sent;

    EveryMessenger() {
        this(Map.of());
    }

    /** @param wording English sentences in place of byoc's */
    EveryMessenger(Map<String, String> wording) {
        this.wording = wording;
    }

    @Override
    protected void configure(RelayBuilder builder) {
        builder.account(
                        "viber",
                        "viber",
                        Map.of(
                                "topic",
                                TOPIC,
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
                                "topic", TOPIC,
                                "sender-key", happytalk.senderKey(),
                                "client-id", happytalk.clientId(),
                                "client-secret", happytalk.clientSecret(),
                                "base-url", happytalk.url().toString()))
                .account(
                        "bizgo",
                        "kakaotalk",
                        Map.of(
                                "topic", TOPIC,
                                "dealer", "bizgo",
                                "sender-key", bizgo.senderKey(),
                                "api-key", bizgo.apiKey(),
                                "base-url", bizgo.url().toString()))
                .account(
                        "skill",
                        "kakaotalk-skill",
                        Map.of(
                                "topic",
                                TOPIC,
                                "bot-id",
                                FakeSkillClient.BOT_ID,
                                "header-secret",
                                SKILL_SECRET,
                                "callback-hosts",
                                "http://" + bot.url().getHost()));
        if (!wording.isEmpty()) {
            builder.wording("en", wording);
        }
        PublicFiles files = new PublicFiles();
        for (Media media : List.of(PICTURE, VIDEO, SOUND, FILE, PREVIEW)) {
            files.put(URI.create(media.ref()), String.valueOf(media.contentType()), bytes(media));
        }
        files.connect(builder);
        // Where this Freshchat hosts what is uploaded.
        builder.allowInternalHost(freshchat().url().getHost());
    }

    /** Bizgo and the bot are told by hand where their webhooks go. */
    @Override
    protected void connect(RelayEngine engine) {
        super.connect(engine);
        bizgo.connectWebhook(engine.webhookUrl("bizgo"));
        bot.connect(engine.webhookUrl("skill")).header("X-Relay-Secret", SKILL_SECRET);
        bot.callback(true);
    }

    /** Nothing but a JPEG's first bytes, by which the dealers tell pictures. */
    static byte[] bytes(Media media) {
        byte[] bytes = new byte[(int) media.sizeBytes()];
        bytes[0] = (byte) 0xFF;
        bytes[1] = (byte) 0xD8;
        bytes[2] = (byte) 0xFF;
        return bytes;
    }

    private static Media file(String name, String type) {
        return Media.of("https://media.example.net/out/" + name, name, type, 10_000);
    }

    /** Registers, and has each customer of a messenger with sessions write once. */
    @Override
    public EveryMessenger start() {
        super.start();
        onViber.says("hello from Viber");
        onHappytalk.says("hello from Happytalk");
        onBizgo.says("hello from Bizgo");
        await(() -> delivered(Direction.INBOUND).size() == 3);
        return this;
    }

    /** Sends a content to the customer there and gives what they see of it. */
    List<Seen> send(String channel, Content content) {
        return send(channel, content, null);
    }

    /** The same, as the answer to an earlier message. */
    List<Seen> send(String channel, Content content, @Nullable Quote quote) {
        return switch (channel) {
            case "Viber" -> {
                int before = onViber.received().size();
                sendTo("viber", onViber.id(), content, quote);
                yield rest(onViber.received(), before).stream()
                        .map(EveryMessenger::onViber)
                        .toList();
            }
            case "KakaoTalk, Happytalk" -> onKakaoTalk("happytalk", onHappytalk, content, quote);
            case "KakaoTalk, Bizgo" -> onKakaoTalk("bizgo", onBizgo, content, quote);
            default -> atTheBot(content, quote);
        };
    }

    /** Has an agent answer each of those who wrote first, and gives what they see of it. */
    Map<String, List<Seen>> answered(String html) {
        int onViberBefore = onViber.received().size();
        int onHappytalkBefore = onHappytalk.received().size();
        int onBizgoBefore = onBizgo.received().size();
        int before = delivered(Direction.OUTBOUND).size();
        freshchat().conversations().forEach(each -> freshchat().agent().says(each.id(), html));
        int all = before + freshchat().conversations().size();
        time().passUntil(() -> delivered(Direction.OUTBOUND).size() == all);
        Map<String, List<Seen>> seen = new LinkedHashMap<>();
        seen.put(
                "Viber",
                rest(onViber.received(), onViberBefore).stream()
                        .map(EveryMessenger::onViber)
                        .toList());
        seen.put(
                "KakaoTalk, Happytalk",
                rest(onHappytalk.received(), onHappytalkBefore).stream()
                        .map(EveryMessenger::onKakaoTalk)
                        .toList());
        seen.put(
                "KakaoTalk, Bizgo",
                rest(onBizgo.received(), onBizgoBefore).stream()
                        .map(EveryMessenger::onKakaoTalk)
                        .toList());
        return seen;
    }

    private void sendTo(String account, String customer, Content content, @Nullable Quote quote) {
        String id = "m" + sent++;
        relay().send(account, customer, id, List.of(content), quote);
        String key = "host:" + account + ":" + id;
        // Bizgo takes five uploads a second.
        time().passUntil(() -> delivered(Direction.OUTBOUND).stream()
                .anyMatch(event -> event.eventKey().equals(key)));
    }

    private static Seen onViber(ReceivedMessage message) {
        String kind = message.keyboard().isPresent() ? "Buttons" : VIBER_TYPES.getOrDefault(message.type(), "?");
        return new Seen(kind, kind.equals("Text") ? message.text() : values(message.json()));
    }

    private List<Seen> onKakaoTalk(String account, KakaoCustomer customer, Content content, @Nullable Quote quote) {
        int before = customer.received().size();
        sendTo(account, customer.userKey(), content, quote);
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
    private List<Seen> atTheBot(Content content, @Nullable Quote quote) {
        int before = atTheBot.shown().size();
        atTheBot.says("question " + sent);
        sendTo("skill", atTheBot.botUserKey(), content, quote);
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

    @Override
    public void close() {
        bot.close();
        bizgo.close();
        happytalk.close();
        viber.close();
        super.close();
    }
}
