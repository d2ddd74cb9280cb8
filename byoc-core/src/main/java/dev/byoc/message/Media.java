package dev.byoc.message;

import dev.byoc.Visible;
import org.jspecify.annotations.Nullable;

/**
 * A file, as a value that can be stored: where it is, not its bytes.
 *
 * @param ref an http(s) address, or the channel's own text for it; never a credential
 * @param fileName as the sender named it, not yet made safe
 * @param contentType as the sender declared it, for instance {@code image/jpeg}
 * @param sizeBytes {@code -1} if unknown
 */
public record Media(
        String ref, @Nullable String fileName, @Nullable String contentType, long sizeBytes) {
    public Media {
        if (Visible.isBlank(ref)) {
            throw new IllegalArgumentException("a medium needs a reference");
        }
        if (sizeBytes < -1) {
            throw new IllegalArgumentException("not a size: " + sizeBytes);
        }
    }

    /** A file of which only the address is known. */
    public static Media at(String ref) {
        return new Media(ref, null, null, -1);
    }

    /** Masked: addresses of media are often signed and open to every holder. */
    @Override
    public String toString() {
        return "Media[" + (contentType == null ? "unknown type" : contentType) + ", " + sizeBytes + " bytes]";
    }

    /** The address of a file if a reader can open it, else a hint that it cannot be shown. */
    static String address(Media media) {
        String ref = media.ref();
        return ref.regionMatches(true, 0, "https://", 0, 8) || ref.regionMatches(true, 0, "http://", 0, 7)
                ? ref
                : "(cannot be shown)";
    }
}
