package dev.byoc.testkit.kakaotalk;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Multipart;
import dev.byoc.testkit.server.Refusal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;

/**
 * What Happytalk refuses in a message or an upload (<a href="https://github.com/happytalkLC/mkdocs-test">KakaoTalk webhook API</a>).
 * Where sources differ the stricter one counts. Each method throws the {@link Refusal} with Happytalk's code or returns.
 */
final class HappytalkChecks {
    private static final int MAX_SERIAL_CHARS = 30;
    private static final int MAX_TEXT_CHARS = 1_000;
    private static final int MAX_LINKS = 5;
    private static final int MAX_LINK_NAME_CHARS = 28;
    private static final int MAX_QUICK_REPLIES = 10;
    private static final int MAX_QUICK_REPLY_NAME_CHARS = 14;
    private static final int MAX_IMAGE_BYTES = 5 * 1024 * 1024;
    private static final int MAX_BUTTON_IMAGE_BYTES = 512 * 1024;
    private static final int MIN_BUTTON_IMAGE_WIDTH = 500;
    private static final int MAX_FILE_BYTES = 20 * 1024 * 1024;
    private static final String EXTRA = "[A-Za-z0-9_]{1,50}";

    private static final Set<String> BUTTONS = Set.of("WL", "AL", "BK", "MD", "BT", "BF");
    private static final Set<String> AUTO_ANSWERS = Set.of("S1", "S2", "S3", "S4");

    private final KakaoFiles files;
    private volatile int maxButtonTextChars = 60;

    HappytalkChecks(KakaoFiles files) {
        this.files = files;
    }

    void maxButtonTextChars(int chars) {
        this.maxButtonTextChars = chars;
    }

    static Refusal bad(String why) {
        return new Refusal(-510, "InvalidMessageException", why);
    }

    private static Refusal badImage(String why) {
        return new Refusal(-505, "InvalidImageException", why);
    }

    /** The number that makes a message unique. */
    static String serial(Json body) {
        Json serial = body.get("serial_number");
        String text = serial.isString() ? serial.textOr("") : "";
        if (text.isEmpty() || text.length() > MAX_SERIAL_CHARS) {
            throw bad("serial_number");
        }
        return text;
    }

    /** A message, whom it is for and its number aside; gives it as the customer sees it. */
    KakaoMessage message(String serial, Json body) {
        String type = body.get("message_type").textOr("");
        return switch (type) {
            case "TX" -> {
                String text = text(body.get("message"), MAX_TEXT_CHARS);
                yield new KakaoMessage(serial, type, text, new byte[0], "", -1, List.of(), body);
            }
            case "IM" -> {
                byte[] image = image(body.get("image_url"), KakaoFiles.Use.IMAGE);
                yield new KakaoMessage(serial, type, "", image, "", -1, List.of(), body);
            }
            case "FI" -> file(serial, body);
            case "LI" -> {
                String text = text(body.get("message"), maxButtonTextChars);
                byte[] image = body.get("image_url").isPresent()
                        ? image(body.get("image_url"), KakaoFiles.Use.BUTTON_IMAGE)
                        : new byte[0];
                Json auto = body.get("auto_answer");
                if (auto.isPresent() && !AUTO_ANSWERS.contains(auto.textOr(""))) {
                    throw bad("auto_answer");
                }
                yield new KakaoMessage(serial, type, text, image, "", -1, buttons(body), body);
            }
            default -> throw bad("message_type");
        };
    }

    // Which characters Kakao counts is not known; UTF-16 units are the safe side.
    private static String text(Json value, int max) {
        String text = value.isString() ? value.textOr("") : "";
        if (text.isEmpty()) {
            throw bad("message");
        }
        if (text.length() > max) {
            throw new Refusal(-506, "MessageLengthOverLimitException", "message");
        }
        return text;
    }

    private byte[] image(Json url, KakaoFiles.Use use) {
        KakaoFiles.Stored image = url.isString() ? files.uploaded(url.textOr(""), use) : null;
        if (image == null) {
            throw badImage("image_url is no address that the upload answered");
        }
        return image.bytes();
    }

    private KakaoMessage file(String serial, Json body) {
        Json url = body.get("file_url");
        KakaoFiles.Stored file = url.isString() ? files.uploaded(url.textOr(""), KakaoFiles.Use.FILE) : null;
        String name = body.get("file_name").isString() ? body.get("file_name").textOr("") : "";
        Json size = body.get("file_size");
        if (file == null) {
            throw bad("file_url is no address that the upload answered");
        }
        if (name.isEmpty() || name.length() > KakaoButton.MAX_URL_CHARS || size.isString() || size.numberOr(0) <= 0) {
            throw bad("file_name, file_size");
        }
        return new KakaoMessage(serial, "FI", "", file.bytes(), name, size.numberOr(-1), List.of(), body);
    }

    private static List<KakaoButton> buttons(Json body) {
        List<Json> links = body.get("links").items();
        List<Json> quick = body.get("supplement").get("quick_reply").items();
        if (links.size() > MAX_LINKS || quick.size() > MAX_QUICK_REPLIES || links.size() + quick.size() == 0) {
            throw bad("links");
        }
        List<KakaoButton> buttons = new ArrayList<>();
        links.forEach(link -> buttons.add(button(link, MAX_LINK_NAME_CHARS)));
        quick.forEach(link -> buttons.add(button(link, MAX_QUICK_REPLY_NAME_CHARS)));
        return buttons;
    }

    private static KakaoButton button(Json link, int maxName) {
        String name = link.get("name").isString() ? link.get("name").textOr("") : "";
        String type = link.get("type").textOr("");
        if (name.isEmpty() || name.length() > maxName || !BUTTONS.contains(type)) {
            throw new Refusal(-510, "InvalidMessageException", "links: name or type");
        }
        if (link.get("extra").isPresent() && !link.get("extra").textOr("").matches(EXTRA)) {
            throw bad("links: extra");
        }
        String mobile = link.get("url_mobile").textOr("");
        if (type.equals("WL") && !KakaoButton.isWeb(mobile)) {
            throw bad("links: url_mobile");
        }
        long ways = List.of("scheme_ios", "scheme_android", "url_mobile").stream()
                .filter(way -> !link.get(way).textOr("").isEmpty())
                .count();
        if (type.equals("AL") && ways < 2) {
            throw bad("links: two of scheme_ios, scheme_android, url_mobile");
        }
        return new KakaoButton(type, name, mobile, link.get("extra").textOr(""));
    }

    /** An image to be uploaded: for a message of its own, or to stand above buttons. */
    static void upload(byte[] image, boolean aboveButtons) {
        boolean known = KakaoFiles.isJpeg(image) || KakaoFiles.isPng(image);
        if (!known && (aboveButtons || !KakaoFiles.isGif(image))) {
            throw badImage("format");
        }
        if (image.length > (aboveButtons ? MAX_BUTTON_IMAGE_BYTES : MAX_IMAGE_BYTES)) {
            throw badImage("length");
        }
        if (aboveButtons) {
            shape(image);
        }
    }

    private static void shape(byte[] image) {
        BufferedImage decoded;
        try {
            decoded = ImageIO.read(new ByteArrayInputStream(image));
        } catch (IOException e) {
            decoded = null;
        }
        if (decoded == null || decoded.getWidth() < MIN_BUTTON_IMAGE_WIDTH) {
            throw badImage("width");
        }
        double ratio = (double) decoded.getWidth() / decoded.getHeight();
        if (ratio > 2.0 || ratio < 0.75) {
            throw badImage("ratio");
        }
    }

    /** A file to be uploaded. */
    static void upload(Multipart.Part file) {
        if (file.bytes().length == 0
                || file.bytes().length > MAX_FILE_BYTES
                || file.fileName().isEmpty()) {
            throw bad("file");
        }
    }
}
