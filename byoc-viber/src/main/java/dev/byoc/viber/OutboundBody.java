package dev.byoc.viber;

import dev.byoc.Visible;
import dev.byoc.channel.Capabilities;
import dev.byoc.channel.Capabilities.Unit;
import dev.byoc.channel.MediaAccess;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.ContentFold;
import dev.byoc.message.Media;
import dev.byoc.message.Pixels;
import dev.byoc.support.Graphemes;
import dev.byoc.wording.Wording;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields of {@code send_message} for one content. What Viber would refuse or show without some of its words is not rendered, so that
 * the core can send it in words (limits: creators.viber.com, bots-api/data-models/message).
 */
final class OutboundBody implements ContentFold<Rendered, IOException> {
    private static final int MEBIBYTE = 1024 * 1024;

    /** iOS shows no larger ones; Android takes 3 MB. */
    static final long MAX_PICTURE_BYTES = MEBIBYTE;

    static final long MAX_VIDEO_BYTES = 26L * MEBIBYTE;
    static final long MAX_FILE_BYTES = 50L * MEBIBYTE;

    private static final int MAX_VIDEO_SECONDS = 180;

    /** "100 KB", read as the smaller of both meanings. */
    private static final int MAX_THUMBNAIL_BYTES = 100_000;

    private static final int MAX_THUMBNAIL_PIXELS = 400;
    private static final String JPEG = "image/jpeg";

    private static final int MAX_FILE_NAME = 256;
    private static final int MAX_LINK = 2_000;
    private static final int MAX_PHONE = 18;

    private static final Set<String> PICTURES = Set.of("jpg", "jpeg", "png", "gif");
    private static final Set<String> REFUSED_FILES = Set.of(
            ("action apk app bat bin cmd com command cpl csh exe gadget inf1 ins inx ipa isu job jse ksh lnk msc msi msp mst osx"
                            + " out paf pif ps1 reg rgs run sct shb shs u3p vb vbe vbs vbscript workflow ws wsf")
                    .split(" ", -1));

    private final MediaAccess media;
    private final Supplier<Wording> customers;
    private final int captionLimit;

    /** With what customers read beside what agents said, at present. */
    OutboundBody(MediaAccess media, Supplier<Wording> customers, int captionLimit) {
        this.media = media;
        this.customers = customers;
        this.captionLimit = captionLimit;
    }

    static Capabilities capabilities(int captionLimit) {
        return Capabilities.text(BotConfig.MAX_TEXT, Unit.UTF16)
                .media(Content.Image.class, MAX_PICTURE_BYTES, captionLimit, "image/jpeg", "image/png", "image/gif")
                .media(Content.Video.class, MAX_VIDEO_BYTES, 0, "video/mp4")
                .media(Content.File.class, MAX_FILE_BYTES, 0)
                .also(Content.Location.class)
                .also(Content.Contact.class)
                .also(Content.Sticker.class)
                .also(Content.Link.class)
                .keyboard(Keyboards.MAX_BUTTONS)
                .also(Content.Cards.class, Keyboards.MAX_CARDS)
                .previews();
    }

    Rendered rendered(Content content) {
        try {
            return of(content);
        } catch (IOException e) {
            return Rendered.unsupported(ViberPhrase.NO_ADDRESS);
        }
    }

    @Override
    public Rendered otherwise(Content content) {
        return Rendered.unsupported(ViberPhrase.KIND_UNKNOWN);
    }

    @Override
    public Rendered text(Content.Text text) {
        return text(text.text());
    }

    @Override
    public Rendered buttons(Content.Buttons buttons) {
        return Keyboards.keyboard(buttons);
    }

    @Override
    public Rendered cards(Content.Cards cards) throws IOException {
        return Keyboards.carousel(cards, this);
    }

    static Rendered text(String text) {
        String clean = printable(text);
        if (Visible.isBlank(clean)) {
            return new Rendered.Not(Reason.REJECTED, ViberPhrase.TEXT_EMPTY, List.of());
        }
        return clean.length() > BotConfig.MAX_TEXT
                ? Rendered.tooLarge(ViberPhrase.TEXT_TOO_LONG, BotConfig.MAX_TEXT)
                : Rendered.plain(Json.object().put("type", "text").put("text", clean));
    }

    /**
     * Without control characters, which show nothing: they alone grow sixfold in JSON, and without them a text of the longest kind always
     * stays below the limit of the whole request.
     */
    static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            if (c == '\u2028' || c == '\u2029') {
                clean.append('\n');
            } else if (c >= ' ' || c == '\n' || c == '\t') {
                clean.append((char) c);
            }
        });
        return clean.toString();
    }

    @Override
    public Rendered image(Content.Image image) throws IOException {
        String caption = image.caption() == null || Visible.isBlank(image.caption()) ? "" : printable(image.caption());
        if (caption.length() > captionLimit) {
            return Rendered.tooLarge(ViberPhrase.CAPTION_TOO_LONG, captionLimit);
        }
        if (image.media().sizeBytes() > MAX_PICTURE_BYTES) {
            return Rendered.tooLarge(ViberPhrase.PICTURE_TOO_LARGE);
        }
        String address = pictureAddress(image.media());
        if (address == null) {
            return Rendered.unsupported(ViberPhrase.PICTURE_KIND);
        }
        if ("gif".equals(extension(address)) && caption.isEmpty()) {
            // As a picture it must not be animated; as a link it may, and it is shown all the same.
            return Rendered.plain(Json.object().put("type", "url").put("media", address));
        }
        // The text is required, even if there is none.
        return Rendered.plain(Json.object()
                .put("type", "picture")
                .put("text", caption)
                .put("media", address)
                .put("thumbnail", thumbnail(image.media())));
    }

    /** Where Viber fetches a picture; null if it could not show it. */
    @Nullable
    String pictureAddress(Media picture) throws IOException {
        String address = address(picture);
        return PICTURES.contains(extension(address)) && address.length() <= MAX_LINK ? address : null;
    }

    @Override
    public Rendered video(Content.Video video) throws IOException {
        if (!blank(video.caption())) {
            return Rendered.unsupported(ViberPhrase.VIDEO_CAPTION);
        }
        long size = video.media().sizeBytes();
        if (size > MAX_VIDEO_BYTES) {
            return Rendered.tooLarge(ViberPhrase.VIDEO_TOO_LARGE);
        }
        String address = address(video.media());
        if (size < 0 || !"mp4".equals(extension(address))) {
            return Rendered.unsupported(ViberPhrase.VIDEO_KIND);
        }
        return Rendered.plain(Json.object()
                .put("type", "video")
                .put("media", address)
                .put("size", size)
                .put("duration", seconds(video.media().duration()))
                .put("thumbnail", thumbnail(video.media())));
    }

    /** Null where it is not known, and for a longer film than Viber counts: it is shown without. */
    private static @Nullable Long seconds(@Nullable Duration duration) {
        long seconds = duration == null ? 0 : (duration.toMillis() + 500) / 1_000;
        return seconds < 1 || seconds > MAX_VIDEO_SECONDS ? null : seconds;
    }

    /** An ornament: null unless it is known to be one that Viber takes. */
    private @Nullable String thumbnail(Media of) {
        Media preview = of.preview();
        if (preview == null || !JPEG.equals(preview.contentType()) || preview.sizeBytes() < 0) {
            return null;
        }
        Pixels pixels = preview.pixels();
        boolean large = preview.sizeBytes() > MAX_THUMBNAIL_BYTES
                || (pixels != null && Math.max(pixels.width(), pixels.height()) > MAX_THUMBNAIL_PIXELS);
        try {
            return large ? null : address(preview);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public Rendered file(Content.File content) throws IOException {
        if (!blank(content.caption())) {
            return Rendered.unsupported(ViberPhrase.FILE_CAPTION);
        }
        Media file = content.media();
        if (file.sizeBytes() > MAX_FILE_BYTES) {
            return Rendered.tooLarge(ViberPhrase.FILE_TOO_LARGE);
        }
        String address = address(file);
        String inAddress = extension(address);
        String given = file.fileName() == null ? "file" : Graphemes.line(file.fileName());
        String ending = extension(given).isEmpty() ? inAddress : extension(given);
        if (file.sizeBytes() < 0 || inAddress.isEmpty() || ending.isEmpty()) {
            return Rendered.unsupported(ViberPhrase.FILE_KIND_UNKNOWN);
        }
        if (REFUSED_FILES.contains(ending) || REFUSED_FILES.contains(inAddress)) {
            return Rendered.unsupported(ViberPhrase.FILE_KIND, REFUSED_FILES.contains(ending) ? ending : inAddress);
        }
        String stem = extension(given).isEmpty() ? given : given.substring(0, given.length() - ending.length() - 1);
        String dotEnding = extension(given).isEmpty() ? "." + ending : given.substring(stem.length());
        String name = Graphemes.head(stem, MAX_FILE_NAME - dotEnding.length(), Unit.UTF16) + dotEnding;
        return Rendered.plain(Json.object()
                .put("type", "file")
                .put("media", address)
                .put("size", file.sizeBytes())
                .put("file_name", name));
    }

    @Override
    public Rendered location(Content.Location location) {
        if (!blank(location.label())) {
            return Rendered.unsupported(ViberPhrase.LOCATION_LABEL);
        }
        Json.Builder point = Json.object().put("lat", location.latitude()).put("lon", location.longitude());
        return Rendered.plain(Json.object().put("type", "location").put("location", point));
    }

    @Override
    public Rendered contact(Content.Contact contact) {
        String name = Graphemes.line(contact.name());
        String phone = contact.phone() == null ? "" : contact.phone().replaceAll("[\\s().-]", "");
        if (Visible.isBlank(name) || name.length() > BotConfig.MAX_NAME) {
            return Rendered.unsupported(ViberPhrase.CONTACT_NAME);
        }
        if (phone.length() > MAX_PHONE || !phone.matches("\\+?[0-9]+")) {
            return Rendered.unsupported(ViberPhrase.CONTACT_NUMBER);
        }
        Json.Builder card = Json.object().put("name", name).put("phone_number", phone);
        return Rendered.plain(Json.object().put("type", "contact").put("contact", card));
    }

    @Override
    public Rendered sticker(Content.Sticker sticker) {
        return sticker.name().matches("[0-9]{1,18}")
                ? Rendered.plain(Json.object().put("type", "sticker").put("sticker_id", Long.parseLong(sticker.name())))
                : Rendered.unsupported(ViberPhrase.STICKER_NUMBER);
    }

    @Override
    public Rendered link(Content.Link link) {
        String address = link.url().toASCIIString();
        boolean asLink = blank(link.label()) && address.length() <= MAX_LINK && isWeb(link.url());
        // A labelled link is a text, in which Viber makes addresses tappable.
        return asLink
                ? Rendered.plain(Json.object().put("type", "url").put("media", address))
                : text(link.plainText(customers.get()));
    }

    static boolean isWeb(URI url) {
        return "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
    }

    private String address(Media file) throws IOException {
        return media.publicUrl(file).toASCIIString();
    }

    /** Of the last part of a path or name, lower case; {@code ""} if there is none. */
    private static String extension(String nameOrAddress) {
        String path = nameOrAddress.split("[?#]", 2)[0];
        String last = path.substring(path.lastIndexOf('/') + 1);
        int dot = last.lastIndexOf('.');
        String ending = dot < 0 ? "" : last.substring(dot + 1);
        return ending.matches("[A-Za-z0-9]{1,16}") ? ending.toLowerCase(Locale.ROOT) : "";
    }

    private static boolean blank(@Nullable String text) {
        return text == null || Visible.isBlank(text);
    }
}
