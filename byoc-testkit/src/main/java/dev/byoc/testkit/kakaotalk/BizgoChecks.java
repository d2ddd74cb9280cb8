package dev.byoc.testkit.kakaotalk;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Multipart;
import dev.byoc.testkit.server.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Bizgo refuses in a message or an upload (<a href="https://github.com/icomm-api/bizgo-api-spec">API specification</a>). Each method
 * throws the {@link Refusal} with the service's code or returns.
 */
final class BizgoChecks {
    private static final int MAX_USER_KEY_CHARS = 20;
    private static final int MAX_TEXT_CHARS = 1_000;
    private static final int MAX_REF_CHARS = 200;
    private static final int MAX_BUTTONS = 5;
    private static final int MAX_WIDE_BUTTONS = 2;
    private static final int MAX_BUTTON_NAME_CHARS = 28;
    private static final int MAX_QUICK_REPLIES = 10;
    private static final int MAX_IMAGE_BYTES = 5 * 1024 * 1024;

    private static final Set<String> BUTTONS = Set.of("WL", "AL", "BK", "MD", "BT", "BF");

    private final KakaoFiles files;
    private volatile long maxFileBytes = 300L * 1024 * 1024;

    BizgoChecks(KakaoFiles files) {
        this.files = files;
    }

    void maxFileBytes(long bytes) {
        this.maxFileBytes = bytes;
    }

    /** A code of the fake's own: which one the service gives for a wrong field is not documented. */
    static Refusal bad(String field) {
        return new Refusal(200, "A400", field);
    }

    static String userKey(Json body) {
        String key = body.get("userKey").isString() ? body.get("userKey").textOr("") : "";
        if (key.isEmpty() || key.length() > MAX_USER_KEY_CHARS) {
            throw new Refusal(200, "A507", "userKey");
        }
        return key;
    }

    /** The partner's own reference; {@code ""} if there is none. */
    static String ref(Json body) {
        Json ref = body.get("ref");
        if (ref.isPresent() && (!ref.isString() || ref.textOr("").length() > MAX_REF_CHARS)) {
            throw bad("ref");
        }
        return ref.textOr("");
    }

    KakaoMessage plain(String msgKey, Json body) {
        String type = body.get("msgType").textOr("");
        // The words are asked for whatever the type.
        String text = text(body.get("message"));
        return switch (type) {
            case "TEXT" -> new KakaoMessage(msgKey, type, text, new byte[0], "", -1, List.of(), body);
            case "IMAGE" -> {
                byte[] image = image(body.get("attachment").get("image"), KakaoFiles.Use.IMAGE);
                yield new KakaoMessage(msgKey, type, text, image, "", -1, List.of(), body);
            }
            case "VIDEO", "AUDIO", "FILE" -> file(msgKey, type, text, body);
            default -> throw bad("msgType");
        };
    }

    KakaoMessage rich(String msgKey, Json body) {
        String type = body.get("msgType").textOr("");
        Json attachment = body.get("attachment");
        byte[] image = new byte[0];
        switch (type) {
            case "TEXT", "PERSONAL" -> text(body.get("message"));
            case "IMAGE", "WIDE" -> image = image(attachment.get("image"), KakaoFiles.Use.BUTTON_IMAGE);
            case "ITEM_LIST", "WIDE_ITEM_LIST" -> present(attachment.get("item"), "attachment.item");
            case "CAROUSEL_FEED" -> present(body.get("carousel"), "carousel");
            default -> throw bad("msgType");
        }
        String text = body.get("message").isPresent() ? text(body.get("message")) : "";
        boolean wide = type.startsWith("WIDE") || type.equals("CAROUSEL_FEED");
        List<KakaoButton> buttons = buttons(attachment, wide ? MAX_WIDE_BUTTONS : MAX_BUTTONS);
        return new KakaoMessage(msgKey, type, text, image, "", -1, buttons, body);
    }

    // Which characters Kakao counts is not known; UTF-16 units are the safe side.
    private static String text(Json value) {
        String text = value.isString() ? value.textOr("") : "";
        if (text.isEmpty() || text.length() > MAX_TEXT_CHARS) {
            throw bad("message");
        }
        return text;
    }

    private static void present(Json value, String field) {
        if (!value.isObject()) {
            throw bad(field);
        }
    }

    private byte[] image(Json image, KakaoFiles.Use use) {
        Json url = image.get("imgUrl");
        KakaoFiles.Stored stored = url.isString() ? files.uploaded(url.textOr(""), use) : null;
        Json link = image.get("imgLink");
        if (stored == null || (link.isPresent() && !KakaoButton.isWeb(link.textOr("")))) {
            throw bad("attachment.image");
        }
        return stored.bytes();
    }

    private KakaoMessage file(String msgKey, String type, String text, Json body) {
        Json file = body.get("attachment").get("file");
        Json url = file.get("fileUrl");
        KakaoFiles.Stored stored = url.isString() ? files.uploaded(url.textOr(""), KakaoFiles.Use.FILE) : null;
        String name = file.get("fileName").textOr("");
        Json size = file.get("fileSize");
        boolean named = !name.isEmpty() && size.isPresent();
        boolean sized = !size.isPresent() || (size.isString() && size.numberOr(0) > 0);
        if (stored == null || (type.equals("FILE") && !named) || !sized) {
            throw bad("attachment.file");
        }
        return new KakaoMessage(msgKey, type, text, stored.bytes(), name, size.numberOr(-1), List.of(), body);
    }

    private static List<KakaoButton> buttons(Json attachment, int most) {
        List<Json> links = attachment.get("buttons").items();
        List<Json> quick = attachment.get("quickReplies").items();
        if (links.size() > most || quick.size() > MAX_QUICK_REPLIES) {
            throw bad("attachment.buttons");
        }
        List<KakaoButton> buttons = new ArrayList<>();
        links.forEach(link -> buttons.add(button(link)));
        quick.forEach(link -> buttons.add(button(link)));
        return buttons;
    }

    private static KakaoButton button(Json button) {
        String name = button.get("name").isString() ? button.get("name").textOr("") : "";
        String type = button.get("type").textOr("");
        String mobile = button.get("urlMobile").textOr("");
        if (name.isEmpty() || name.length() > MAX_BUTTON_NAME_CHARS || !BUTTONS.contains(type)) {
            throw bad("buttons: name or type");
        }
        if (type.equals("WL") && !KakaoButton.isWeb(mobile)) {
            throw bad("buttons: urlMobile");
        }
        return new KakaoButton(type, name, mobile, button.get("extra").textOr(""));
    }

    /** An image that was uploaded: jpg, png or gif. */
    static Multipart.Part image(Multipart.@Nullable Part image) {
        if (image == null) {
            throw bad("file");
        }
        byte[] bytes = image.bytes();
        boolean known = KakaoFiles.isJpeg(bytes) || KakaoFiles.isPng(bytes) || KakaoFiles.isGif(bytes);
        if (!known || bytes.length > MAX_IMAGE_BYTES) {
            throw new Refusal(200, "A200", "file: format or size");
        }
        return image;
    }

    /** A file that was uploaded. */
    Multipart.Part file(Multipart.@Nullable Part file) {
        if (file == null || file.fileName().isEmpty()) {
            throw bad("file");
        }
        if (file.bytes().length == 0 || file.bytes().length > maxFileBytes) {
            throw new Refusal(200, "A200", "file: size");
        }
        return file;
    }
}
