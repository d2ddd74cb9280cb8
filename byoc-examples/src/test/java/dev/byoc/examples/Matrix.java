package dev.byoc.examples;

import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Limits;
import dev.byoc.channel.ChannelProvider;
import dev.byoc.kakaotalk.KakaoTalkProvider;
import dev.byoc.kakaotalk.KakaoTalkSkillProvider;
import dev.byoc.message.Content;
import dev.byoc.testkit.TestContext;
import dev.byoc.viber.ViberProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What each messenger shows of each kind of content, told by the channels themselves. */
final class Matrix {
    static final String AS_FILE = "as a file";
    static final String AS_LINK = "as a link";
    static final String AS_PICTURE = "as a picture";
    static final String AS_PICTURES = "as pictures and texts";
    static final String NATIVE = "yes";
    static final String AS_TEXT = "as text";
    static final String NO = "no";
    static final String BESIDE = "beside its picture";
    static final String BEFORE = "before its picture";

    private static final Map<Class<? extends Content>, String> KINDS = kinds();

    private Matrix() {}

    private static Map<Class<? extends Content>, String> kinds() {
        Map<Class<? extends Content>, String> kinds = new LinkedHashMap<>();
        kinds.put(Content.Text.class, "text");
        kinds.put(Content.Image.class, "picture");
        kinds.put(Content.Video.class, "video");
        kinds.put(Content.Audio.class, "sound");
        kinds.put(Content.File.class, "file");
        kinds.put(Content.Location.class, "place");
        kinds.put(Content.Contact.class, "contact");
        kinds.put(Content.Sticker.class, "sticker");
        kinds.put(Content.Link.class, "link");
        kinds.put(Content.Buttons.class, "buttons");
        kinds.put(Content.Cards.class, "carousel");
        kinds.put(Content.Unsupported.class, "any other");
        return kinds;
    }

    static List<Class<? extends Content>> rows() {
        return List.copyOf(KINDS.keySet());
    }

    /** The columns: what each channel says of an account with ordinary settings. */
    static Map<String, Capabilities> channels() {
        Map<String, Capabilities> channels = new LinkedHashMap<>();
        channels.put("Viber", of(new ViberProvider(), Map.of("auth-token", "token", "sender-name", "Shop")));
        Map<String, String> happytalk = Map.of("sender-key", "key", "client-id", "id", "client-secret", "secret");
        channels.put("KakaoTalk, Happytalk", of(new KakaoTalkProvider(), happytalk));
        Map<String, String> bizgo = Map.of("dealer", "bizgo", "sender-key", "key", "api-key", "key");
        channels.put("KakaoTalk, Bizgo", of(new KakaoTalkProvider(), bizgo));
        Map<String, String> skill = Map.of("bot-id", "bot", "header-secret", "skill-0f5a1c2e9b7d4e63");
        channels.put("KakaoTalk skill", of(new KakaoTalkSkillProvider(), skill));
        return channels;
    }

    private static Capabilities of(ChannelProvider provider, Map<String, String> settings) {
        TestContext context = TestContext.builder(provider.describe().config())
                .settings(settings)
                .build();
        return provider.open(context).capabilities();
    }

    /** In which form a kind reaches the customer. */
    static String claim(Capabilities can, Class<? extends Content> kind) {
        if (can.limits(kind) != null) {
            return NATIVE;
        }
        boolean files = can.limits(Content.File.class) != null;
        boolean pictures = can.limits(Content.Image.class) != null;
        if (kind == Content.Image.class || kind == Content.Video.class || kind == Content.Audio.class) {
            return files ? AS_FILE : AS_LINK;
        }
        if (kind == Content.File.class) {
            return AS_LINK;
        }
        if (pictures && kind == Content.Sticker.class) {
            return AS_PICTURE;
        }
        return pictures && kind == Content.Cards.class ? AS_PICTURES : AS_TEXT;
    }

    /** The table, as Markdown. */
    static String table() {
        Map<String, Capabilities> channels = channels();
        StringBuilder table = new StringBuilder("| |");
        channels.keySet().forEach(name -> table.append(' ').append(name).append(" |"));
        table.append("\n|---|").append("---|".repeat(channels.size())).append('\n');
        KINDS.forEach((kind, name) -> {
            table.append("| ").append(name).append(" |");
            channels.values()
                    .forEach(can -> table.append(' ').append(cell(can, kind)).append(" |"));
            table.append('\n');
        });
        row(table, "a picture pasted into the text", channels, Matrix::pasted);
        row(table, "words of a sticker without a number", channels, Matrix::stickersWords);
        row(table, "length of a video", channels, Matrix::length);
        row(table, "preview of a video", channels, Matrix::preview);
        row(table, "quotation of an earlier message", channels, Matrix::quotation);
        return table.toString();
    }

    private static void row(
            StringBuilder table,
            String name,
            Map<String, Capabilities> channels,
            Function<Capabilities, String> claim) {
        table.append("| ").append(name).append(" |");
        channels.values()
                .forEach(can -> table.append(' ').append(claim.apply(can)).append(" |"));
        table.append('\n');
    }

    /** It is a picture like any other, once Freshchat hosts it. */
    static String pasted(Capabilities can) {
        String claim = claim(can, Content.Image.class);
        return claim.equals(NATIVE) ? AS_PICTURE : claim;
    }

    /** What it says, where it goes as its picture. */
    static String stickersWords(Capabilities can) {
        Limits pictures = can.limits(Content.Image.class);
        return pictures == null ? AS_TEXT : pictures.maxCaption() > 0 ? BESIDE : BEFORE;
    }

    /** A file has none; a line in words names it. */
    static String length(Capabilities can) {
        return switch (claim(can, Content.Video.class)) {
            case NATIVE -> NATIVE;
            case AS_FILE -> NO;
            default -> AS_TEXT;
        };
    }

    static String preview(Capabilities can) {
        return can.showsPreviews() ? NATIVE : NO;
    }

    static String quotation(Capabilities can) {
        return can.showsQuotes() ? NATIVE : AS_TEXT;
    }

    private static String cell(Capabilities can, Class<? extends Content> kind) {
        if (kind == Content.Text.class) {
            return can.maxText() + " "
                    + can.unit().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " units, longer is split";
        }
        Limits limits = can.limits(kind);
        if (limits == null) {
            return claim(can, kind);
        }
        List<String> words = new ArrayList<>(List.of(NATIVE));
        if (limits.maxBytes() != Long.MAX_VALUE) {
            words.add((limits.maxBytes() >> 20) + " MB");
        }
        limits.types().forEach(type -> words.add(type.substring(type.indexOf('/') + 1)));
        if (limits.maxCaption() > 0) {
            words.add("text beside it " + limits.maxCaption());
        }
        if (limits.most() != Integer.MAX_VALUE) {
            words.add("at most " + limits.most());
        }
        if (kind == Content.Buttons.class && can.hasKeyboard()) {
            words.add("with the last part");
        }
        return String.join(", ", words);
    }
}
