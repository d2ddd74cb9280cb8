package dev.byoc.message;

import dev.byoc.Visible;
import dev.byoc.wording.CorePhrase;
import dev.byoc.wording.Wording;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file, as a value that can be stored: where it is and what is known of it, not its bytes. Immutable: each {@code with} gives a changed copy. */
public final class Media {
    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private final String ref;
    private final @Nullable String fileName;
    private final @Nullable String contentType;
    private final long sizeBytes;
    private final @Nullable Duration duration;
    private final @Nullable Pixels pixels;
    private final @Nullable Media preview;

    private Media(
            String ref,
            @Nullable String fileName,
            @Nullable String contentType,
            long sizeBytes,
            @Nullable Duration duration,
            @Nullable Pixels pixels,
            @Nullable Media preview) {
        if (Visible.isBlank(ref)) {
            throw new IllegalArgumentException("a medium needs a reference");
        }
        if (sizeBytes < -1) {
            throw new IllegalArgumentException("not a size: " + sizeBytes);
        }
        if (duration != null && (duration.isNegative() || duration.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("not a duration: " + duration);
        }
        if (preview != null && preview.preview != null) {
            throw new IllegalArgumentException("a preview has none itself");
        }
        this.ref = ref;
        this.fileName = fileName;
        this.contentType = contentType;
        this.sizeBytes = sizeBytes;
        this.duration = duration;
        this.pixels = pixels;
        this.preview = preview;
    }

    /**
     * A file.
     *
     * @param ref an http(s) address, or the channel's own text for it; never a credential
     * @param fileName as the sender named it, not yet made safe
     * @param contentType as the sender declared it, for instance {@code image/jpeg}
     * @param sizeBytes {@code -1} if unknown
     */
    public static Media of(String ref, @Nullable String fileName, @Nullable String contentType, long sizeBytes) {
        return new Media(ref, fileName, contentType, sizeBytes, null, null, null);
    }

    /** A file of which only the address is known. */
    public static Media at(String ref) {
        return of(ref, null, null, -1);
    }

    /** An http(s) address, or the channel's own text for it; never a credential. */
    public String ref() {
        return ref;
    }

    /** As the sender named it, not yet made safe. */
    public @Nullable String fileName() {
        return fileName;
    }

    /** As the sender declared it, for instance {@code image/jpeg}. */
    public @Nullable String contentType() {
        return contentType;
    }

    /** {@code -1} if unknown. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** How long a sound or film lasts, as its sender says; null: not known. Kept to the millisecond. */
    public @Nullable Duration duration() {
        return duration;
    }

    /** How large a picture or film is shown, as its sender says; null: not known. */
    public @Nullable Pixels pixels() {
        return pixels;
    }

    /** A small still picture of it, most often a JPEG; null: none. It has no preview of its own. */
    public @Nullable Media preview() {
        return preview;
    }

    public Media withRef(String value) {
        return new Media(value, fileName, contentType, sizeBytes, duration, pixels, preview);
    }

    public Media withFileName(@Nullable String value) {
        return new Media(ref, value, contentType, sizeBytes, duration, pixels, preview);
    }

    public Media withContentType(@Nullable String value) {
        return new Media(ref, fileName, value, sizeBytes, duration, pixels, preview);
    }

    /** {@code -1} if unknown. */
    public Media withSizeBytes(long value) {
        return new Media(ref, fileName, contentType, value, duration, pixels, preview);
    }

    /**
     * Null: not known.
     *
     * @throws IllegalArgumentException if it is negative, or more milliseconds than a {@code long} counts
     */
    public Media withDuration(@Nullable Duration value) {
        return new Media(ref, fileName, contentType, sizeBytes, value, pixels, preview);
    }

    public Media withPixels(@Nullable Pixels value) {
        return new Media(ref, fileName, contentType, sizeBytes, duration, value, preview);
    }

    /**
     * Null: none.
     *
     * @throws IllegalArgumentException if that has a preview itself
     */
    public Media withPreview(@Nullable Media value) {
        return new Media(ref, fileName, contentType, sizeBytes, duration, pixels, value);
    }

    /** The same file where that one is, with its name, type and size; duration, pixels and preview stay. */
    public Media foundAs(Media other) {
        return new Media(other.ref, other.fileName, other.contentType, other.sizeBytes, duration, pixels, preview);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Media that
                && ref.equals(that.ref)
                && Objects.equals(fileName, that.fileName)
                && Objects.equals(contentType, that.contentType)
                && sizeBytes == that.sizeBytes
                && Objects.equals(duration, that.duration)
                && Objects.equals(pixels, that.pixels)
                && Objects.equals(preview, that.preview);
    }

    @Override
    public int hashCode() {
        return ref.hashCode();
    }

    /** Masked: addresses of media are often signed and open to every holder. */
    @Override
    public String toString() {
        return "Media[" + (contentType == null ? "unknown type" : contentType) + ", " + sizeBytes + " bytes]";
    }

    /** The address of a file if a reader can open it, else a hint that it cannot be shown. */
    static String address(Media media, Wording wording) {
        String ref = media.ref();
        return ref.regionMatches(true, 0, "https://", 0, 8) || ref.regionMatches(true, 0, "http://", 0, 7)
                ? ref
                : wording.of(CorePhrase.FILE_NOT_SHOWN);
    }
}
