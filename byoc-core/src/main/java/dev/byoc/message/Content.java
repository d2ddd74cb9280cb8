package dev.byoc.message;

import dev.byoc.Visible;
import dev.byoc.wording.CorePhrase;
import dev.byoc.wording.Wording;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one side said, one kind each. A channel shows what it can; the rest travels as {@link #plainText}. */
public sealed interface Content {
    /**
     * This content in words, for networks that cannot show it; never blank.
     *
     * @param wording of who reads it: {@code ChannelContext.customerWording()} where an agent said it
     */
    String plainText(Wording wording);

    /**
     * Words.
     *
     * @param full a file that holds the whole text, of which {@code text} is the head; inbound only
     */
    record Text(String text, @Nullable Media full) implements Content {
        public Text {
            Objects.requireNonNull(text, "text");
        }

        public Text(String text) {
            this(text, null);
        }

        @Override
        public String plainText(Wording wording) {
            return orEmpty(text, wording);
        }
    }

    /** A picture. */
    record Image(Media media, @Nullable String caption) implements Content {
        public Image {
            Objects.requireNonNull(media, "media");
        }

        @Override
        public String plainText(Wording wording) {
            return file(CorePhrase.PICTURE, media, caption, wording);
        }
    }

    /** A film. */
    record Video(Media media, @Nullable String caption) implements Content {
        public Video {
            Objects.requireNonNull(media, "media");
        }

        @Override
        public String plainText(Wording wording) {
            return file(CorePhrase.VIDEO, media, caption, wording);
        }
    }

    /** A sound or a voice note. */
    record Audio(Media media, @Nullable String caption) implements Content {
        public Audio {
            Objects.requireNonNull(media, "media");
        }

        @Override
        public String plainText(Wording wording) {
            return file(CorePhrase.AUDIO, media, caption, wording);
        }
    }

    /** Any other file. */
    record File(Media media, @Nullable String caption) implements Content {
        public File {
            Objects.requireNonNull(media, "media");
        }

        @Override
        public String plainText(Wording wording) {
            return file(CorePhrase.FILE, media, caption, wording);
        }
    }

    /**
     * A point on the map.
     *
     * @param latitude degrees north, -90 to 90 inclusive
     * @param longitude degrees east, -180 to 180 inclusive
     */
    record Location(
            double latitude, double longitude, @Nullable String label) implements Content {
        public Location {
            if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
                throw new IllegalArgumentException("not on Earth: " + latitude + ", " + longitude);
            }
        }

        @Override
        public String plainText(Wording wording) {
            String link = String.format(
                    Locale.ROOT, "https://maps.google.com/?q=%s,%s", decimal(latitude), decimal(longitude));
            return label == null || Visible.isBlank(label)
                    ? wording.of(CorePhrase.LOCATION, link)
                    : wording.of(CorePhrase.LOCATION_NAMED, OneLine.of(label), link);
        }

        /** Never the exponent form, which maps do not read. */
        private static String decimal(double degrees) {
            return new java.math.BigDecimal(Double.toString(degrees))
                    .stripTrailingZeros()
                    .toPlainString();
        }
    }

    /** A name and a phone number. */
    record Contact(String name, @Nullable String phone) implements Content {
        public Contact {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String plainText(Wording wording) {
            return wording.of(CorePhrase.CONTACT, OneLine.of(blank(phone) ? name : name + " " + phone));
        }
    }

    /**
     * A sticker.
     *
     * @param name by which its messenger knows it
     * @param text what it says: the words on it, or the emoji that it stands for; a messenger that shows the sticker itself need not repeat it
     * @param pack the set that it belongs to
     */
    record Sticker(
            @Nullable Media picture,
            String name,
            @Nullable String text,
            @Nullable String pack) implements Content {
        public Sticker {
            Objects.requireNonNull(name, "name");
        }

        /** One of which no more is known. */
        public Sticker(@Nullable Media picture, String name) {
            this(picture, name, null, null);
        }

        @Override
        public String plainText(Wording wording) {
            String said = (framed("", name, "") + framed(" (", pack, ")") + framed(": ", text, "")).strip();
            String words = said.startsWith(": ") ? said.substring(2) : said;
            return words.isEmpty() ? wording.of(CorePhrase.STICKER_UNNAMED) : wording.of(CorePhrase.STICKER, words);
        }
    }

    /** A link that was sent as such. */
    record Link(URI url, @Nullable String label) implements Content {
        public Link {
            Objects.requireNonNull(url, "url");
        }

        @Override
        public String plainText(Wording wording) {
            return label == null || Visible.isBlank(label)
                    ? url.toString()
                    : wording.of(CorePhrase.LINK, label, url.toString());
        }
    }

    /** Quick replies and links to tap. */
    record Buttons(String prompt, List<Button> buttons) implements Content {
        public Buttons {
            Objects.requireNonNull(prompt, "prompt");
            buttons = List.copyOf(buttons);
        }

        @Override
        public String plainText(Wording wording) {
            StringBuilder words = new StringBuilder(prompt);
            int number = 1;
            for (Button button : buttons) {
                words.append(words.length() == 0 ? "" : "\n").append(button.numbered(number++, wording));
            }
            return orEmpty(words.toString(), wording);
        }
    }

    /** A carousel. */
    record Cards(List<Card> cards) implements Content {
        public Cards {
            cards = List.copyOf(cards);
        }

        @Override
        public String plainText(Wording wording) {
            List<String> words = new ArrayList<>();
            int number = 1;
            for (Card card : cards) {
                words.add(card.plainText(number, wording));
                number += card.buttons().size();
            }
            return orEmpty(String.join("\n\n", words), wording);
        }
    }

    /**
     * Something came that has no type here; the agent must see that.
     *
     * @param kind the network's own word for it
     */
    record Unsupported(String kind, @Nullable String text) implements Content {
        private static final Map<String, CorePhrase> KINDS = Map.ofEntries(
                Map.entry("contact", CorePhrase.KIND_CONTACT),
                Map.entry("location", CorePhrase.KIND_LOCATION),
                Map.entry("url", CorePhrase.KIND_LINK),
                Map.entry("empty text", CorePhrase.KIND_EMPTY_TEXT),
                Map.entry("poll", CorePhrase.KIND_POLL),
                Map.entry("picture", CorePhrase.KIND_PICTURE),
                Map.entry("photo", CorePhrase.KIND_PICTURE),
                Map.entry("image", CorePhrase.KIND_PICTURE),
                Map.entry("video", CorePhrase.KIND_VIDEO),
                Map.entry("audio", CorePhrase.KIND_AUDIO),
                Map.entry("voice", CorePhrase.KIND_AUDIO),
                Map.entry("file", CorePhrase.KIND_FILE),
                Map.entry("document", CorePhrase.KIND_FILE),
                Map.entry("sticker", CorePhrase.KIND_STICKER),
                Map.entry("unknown", CorePhrase.KIND_UNKNOWN));

        public Unsupported {
            Objects.requireNonNull(kind, "kind");
        }

        @Override
        public String plainText(Wording wording) {
            String line = wording.of(CorePhrase.UNSUPPORTED, kindIn(wording));
            return blank(text) ? line : line + " " + text;
        }

        /** Kinds that messengers have in common have a word of ours; others are told in the messenger's. */
        private String kindIn(Wording wording) {
            CorePhrase known = KINDS.get(kind.strip().toLowerCase(Locale.ROOT));
            return known == null ? wording.of(CorePhrase.KIND_OTHER, OneLine.of(kind)) : wording.of(known);
        }
    }

    private static String file(CorePhrase kind, Media media, @Nullable String caption, Wording wording) {
        String what = wording.of(kind) + lasting(media.duration());
        String named =
                media.fileName() == null ? what : wording.of(CorePhrase.FILE_NAMED, what, OneLine.of(media.fileName()));
        String line = wording.of(CorePhrase.FILE_AT, named, Media.address(media, wording));
        return blank(caption) ? line : caption + "\n" + line;
    }

    /** As players show it: " (0:42)", " (1:02:03)"; {@code ""} where it is not known. */
    private static String lasting(@Nullable Duration duration) {
        if (duration == null || duration.isZero()) {
            return "";
        }
        // Less than a second would look like nothing.
        long seconds = Math.max(1, duration.toSeconds());
        long hours = seconds / 3600;
        return hours == 0
                ? String.format(Locale.ROOT, " (%d:%02d)", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, " (%d:%02d:%02d)", hours, seconds / 60 % 60, seconds % 60);
    }

    private static String orEmpty(String words, Wording wording) {
        return Visible.isBlank(words) ? wording.of(CorePhrase.EMPTY) : words;
    }

    private static String framed(String before, @Nullable String text, String after) {
        return text == null || Visible.isBlank(text) ? "" : before + OneLine.of(text) + after;
    }

    private static boolean blank(@Nullable String text) {
        return text == null || Visible.isBlank(text);
    }
}
