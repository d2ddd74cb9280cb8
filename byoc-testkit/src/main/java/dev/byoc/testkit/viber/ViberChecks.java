package dev.byoc.testkit.viber;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Refusal;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * What Viber refuses in a message (<a href="https://creators.viber.com/docs/bots-api/">Viber bots API</a>). Each method throws the
 * {@link Refusal} with Viber's status number or returns.
 */
final class ViberChecks {
    private static final int MAX_SENDER_CHARS = 28;
    private static final int MAX_TRACKING_CHARS = 4_000;
    private static final int MAX_TEXT_CHARS = 7_000;
    private static final int MAX_FILE_NAME_CHARS = 256;
    private static final int MAX_CONTACT_NAME_CHARS = 28;
    private static final int MAX_VIDEO_BYTES = 27_262_976;
    private static final int MAX_VIDEO_SECONDS = 180;
    private static final int MAX_FILE_BYTES = 52_428_800;

    private static final Set<String> PICTURES = Set.of("jpg", "jpeg", "png", "gif");
    private static final Set<String> JPEGS = Set.of("jpg", "jpeg");
    private static final Set<String> REFUSED_FILES = Set.of(
            ("bat bin cmd com cpl exe gadget inf1 ins inx isu job jse lnk msc msi msp mst paf pif ps1 reg rgs sct shb shs u3p vb vbe "
                            + "vbs vbscript ws wsf action app command csh osx workflow ksh out run apk ipa")
                    .split(" "));

    private final int maxCaption;

    /** @param maxCaption 512 or 768: sources differ */
    ViberChecks(int maxCaption) {
        this.maxCaption = maxCaption;
    }

    /** Nulls are refused wherever they stand. */
    static void noNulls(Json json) {
        for (Json item : json.items()) {
            noNulls(item);
        }
        for (Json field : json.fields().values()) {
            noNulls(field);
        }
        if (!json.isPresent()) {
            throw ViberRefusals.bad("null");
        }
    }

    /** A message, its receiver aside. */
    void message(Json message) {
        sender(message.get("sender"));
        if (message.fields().containsKey("tracking_data")) {
            text(message.get("tracking_data"), "tracking_data", MAX_TRACKING_CHARS);
        }
        Json version = message.get("min_api_version");
        if (version.isPresent() && (version.isString() || version.numberOr(0) < 1)) {
            throw ViberRefusals.bad("min_api_version");
        }
        boolean keyboard = message.fields().containsKey("keyboard");
        if (message.get("type").isPresent() || !keyboard) {
            type(message);
        }
        if (keyboard) {
            ViberKeyboards.keyboard(message.get("keyboard"));
        }
        if (version.numberOr(1) < ViberKeyboards.neededVersion(message)) {
            throw new Refusal(14, "incompatibleWithVersion", "min_api_version");
        }
    }

    private static void sender(Json sender) {
        Json name = sender.get("name");
        if (!name.isString() || name.textOr("").isBlank()) {
            throw ViberRefusals.missing("sender.name");
        }
        text(name, "sender.name", MAX_SENDER_CHARS);
        if (sender.get("avatar").isPresent()) {
            ViberRefusals.web(sender.get("avatar"), "sender.avatar");
        }
    }

    private void type(Json message) {
        String type = message.get("type").text();
        if (type == null) {
            throw ViberRefusals.missing("type");
        }
        switch (type) {
            case "text" -> {
                if (message.get("text").textOr("").isEmpty()) {
                    throw ViberRefusals.missing("text");
                }
                text(message.get("text"), "text", MAX_TEXT_CHARS);
            }
            case "picture" -> picture(message);
            case "video" -> video(message);
            case "file" -> file(message);
            case "contact" -> contact(message.get("contact"));
            case "location" -> {
                coordinate(message.get("location").get("lat"), 90);
                coordinate(message.get("location").get("lon"), 180);
            }
            case "url" -> ViberRefusals.web(required(message, "media"), "media");
            case "sticker" -> {
                if (required(message, "sticker_id").number() == null) {
                    throw ViberRefusals.bad("sticker_id");
                }
            }
            case "rich_media" -> ViberKeyboards.richMedia(required(message, "rich_media"));
            default -> throw ViberRefusals.bad("type");
        }
    }

    private void picture(Json message) {
        if (!PICTURES.contains(extension(ViberRefusals.web(required(message, "media"), "media")))) {
            throw ViberRefusals.bad("media: extension");
        }
        text(required(message, "text"), "text", maxCaption);
        thumbnail(message);
    }

    private static void video(Json message) {
        if (!extension(ViberRefusals.web(required(message, "media"), "media")).equals("mp4")) {
            throw ViberRefusals.bad("media: extension");
        }
        size(message, MAX_VIDEO_BYTES);
        duration(message.get("duration"));
        if (message.get("text").isPresent()) {
            text(message.get("text"), "text", MAX_TEXT_CHARS);
        }
        thumbnail(message);
    }

    /** Whole seconds. */
    private static void duration(Json duration) {
        long seconds = duration.numberOr(-1);
        if (duration.isPresent() && (duration.isString() || seconds < 0 || seconds > MAX_VIDEO_SECONDS)) {
            throw ViberRefusals.bad("duration");
        }
    }

    private static void file(Json message) {
        String extension = extension(ViberRefusals.web(required(message, "media"), "media"));
        if (extension.isEmpty() || REFUSED_FILES.contains(extension)) {
            throw ViberRefusals.bad("media: extension");
        }
        size(message, MAX_FILE_BYTES);
        text(required(message, "file_name"), "file_name", MAX_FILE_NAME_CHARS);
        String named = extensionOf(message.get("file_name").textOr(""));
        if (named.isEmpty() || REFUSED_FILES.contains(named)) {
            throw ViberRefusals.bad("file_name: extension");
        }
    }

    private static void contact(Json contact) {
        text(required(contact, "name"), "contact.name", MAX_CONTACT_NAME_CHARS);
        String phone = required(contact, "phone_number").textOr("");
        if (!phone.matches("\\+?[0-9]{1,17}") || phone.length() > 18) {
            throw ViberRefusals.bad("contact.phone_number");
        }
    }

    /** A JPEG; how heavy and large it is, no one sees before the customer's phone fetches it. */
    private static void thumbnail(Json message) {
        Json thumbnail = message.get("thumbnail");
        if (thumbnail.isPresent() && !JPEGS.contains(extension(ViberRefusals.web(thumbnail, "thumbnail")))) {
            throw ViberRefusals.bad("thumbnail: extension");
        }
    }

    private static void size(Json message, int max) {
        long size = required(message, "size").numberOr(-1);
        if (size <= 0 || size > max) {
            throw ViberRefusals.bad("size");
        }
    }

    private static void coordinate(Json value, int max) {
        Double number = value.decimal();
        if (!value.isPresent()) {
            throw ViberRefusals.missing("location");
        }
        if (number == null || value.isString() || Math.abs(number) > max) {
            throw ViberRefusals.bad("location");
        }
    }

    private static Json required(Json object, String field) {
        if (!object.fields().containsKey(field)) {
            throw ViberRefusals.missing(field);
        }
        return object.get(field);
    }

    // Which characters Viber counts is not known; UTF-16 units are the safe side.
    private static void text(Json value, String field, int max) {
        String text = value.isString() ? value.text() : null;
        if (text == null || text.length() > max) {
            throw ViberRefusals.bad(field);
        }
    }

    private static String extension(URI url) {
        String path = url.getPath();
        return extensionOf(path.substring(path.lastIndexOf('/') + 1));
    }

    private static String extensionOf(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 1 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
