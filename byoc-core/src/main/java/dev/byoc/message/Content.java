package dev.byoc.message;

import dev.byoc.Visible;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one side said, one kind each. A channel shows what it can; the rest travels as {@link #plainText}. */
public sealed interface Content {
    /** This content in words, for networks that cannot show it; never blank. */
    String plainText();

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
        public String plainText() {
            return orEmpty(text);
        }
    }

    /** A picture. */
    record Image(Media media, @Nullable String caption) implements Content {
        public Image {
            Objects.requireNonNull(media, "media");
        }

        @Override
        public String plainText() {
            return file("Picture", media, caption);
        }
    }

    /** A film. */
    record Video(Media media, @Nullable String caption) implements Content {
        public Video {
            Objects.requireNonNull(media, "media");
        }

        @Override
        public String plainText() {
            return file("Video", media, caption);
        }
    }

    /** A sound or a voice note. */
    record Audio(Media media, @Nullable String caption) implements Content {
        public Audio {
            Objects.requireNonNull(media, "media");
        }

        @Override
        public String plainText() {
            return file("Audio", media, caption);
        }
    }

    /** Any other file. */
    record File(Media media, @Nullable String caption) implements Content {
        public File {
            Objects.requireNonNull(media, "media");
        }

        @Override
        public String plainText() {
            return file("File", media, caption);
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
        public String plainText() {
            String link = String.format(
                    Locale.ROOT, "https://maps.google.com/?q=%s,%s", decimal(latitude), decimal(longitude));
            return "Location: " + (label == null || Visible.isBlank(label) ? "" : OneLine.of(label) + " ") + link;
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
        public String plainText() {
            return "Contact: " + OneLine.of(blank(phone) ? name : name + " " + phone);
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
        public String plainText() {
            return "Sticker" + framed(": ", name, "") + framed(" (", pack, ")") + framed(": ", text, "");
        }
    }

    /** A link that was sent as such. */
    record Link(URI url, @Nullable String label) implements Content {
        public Link {
            Objects.requireNonNull(url, "url");
        }

        @Override
        public String plainText() {
            return blank(label) ? url.toString() : label + ": " + url;
        }
    }

    /** Quick replies and links to tap. */
    record Buttons(String prompt, List<Button> buttons) implements Content {
        public Buttons {
            Objects.requireNonNull(prompt, "prompt");
            buttons = List.copyOf(buttons);
        }

        @Override
        public String plainText() {
            StringBuilder words = new StringBuilder(prompt);
            int number = 1;
            for (Button button : buttons) {
                words.append(words.length() == 0 ? "" : "\n")
                        .append(number++)
                        .append(". ")
                        .append(button.plainText());
            }
            return orEmpty(words.toString());
        }
    }

    /** A carousel. */
    record Cards(List<Card> cards) implements Content {
        public Cards {
            cards = List.copyOf(cards);
        }

        @Override
        public String plainText() {
            List<String> words = new ArrayList<>();
            int number = 1;
            for (Card card : cards) {
                words.add(card.plainText(number));
                number += card.buttons().size();
            }
            return orEmpty(String.join("\n\n", words));
        }
    }

    /**
     * Something came that has no type here; the agent must see that.
     *
     * @param kind the network's own word for it
     */
    record Unsupported(String kind, @Nullable String text) implements Content {
        public Unsupported {
            Objects.requireNonNull(kind, "kind");
        }

        @Override
        public String plainText() {
            return "(" + OneLine.of(kind) + " message" + (blank(text) ? ")" : ") " + text);
        }
    }

    private static String file(String kind, Media media, @Nullable String caption) {
        String name = media.fileName() == null ? "" : " " + OneLine.of(media.fileName());
        String line = kind + lasting(media.duration()) + name + ": " + Media.address(media);
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

    private static String orEmpty(String words) {
        return Visible.isBlank(words) ? "(empty message)" : words;
    }

    private static String framed(String before, @Nullable String text, String after) {
        return text == null || Visible.isBlank(text) ? "" : before + OneLine.of(text) + after;
    }

    private static boolean blank(@Nullable String text) {
        return text == null || Visible.isBlank(text);
    }
}
