package dev.byoc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Supplier;

/**
 * A file that holds one secret and nothing else, as a source of it: read anew each time it is asked. Blanks, line breaks and a byte order
 * mark around the secret do not count. Thread-safe.
 *
 * <p>Replace such a file by renaming a whole one over it. One that is written in place can be read when only its first half is there; that
 * value is refused by the remote API, and the file is read again.
 */
public final class SecretFile implements Supplier<String> {
    /** More than any key has, PEM texts included. */
    private static final int MOST_BYTES = 64 * 1024;

    private final Path file;
    private final String shown;

    private SecretFile(Path file, String shown) {
        this.file = file;
        this.shown = shown;
    }

    /** The secret in that file, which need not be there yet. */
    public static SecretFile of(Path file) {
        return new SecretFile(file, "the file " + file);
    }

    /**
     * The same, which does not show the file's name: for one from a configuration, where a secret may have been put in its place by a slip.
     *
     * @param setting the setting that names the file, as exceptions and {@link #toString} show it
     */
    public SecretFile namedBy(String setting) {
        return new SecretFile(file, "the file that " + setting + " names");
    }

    /**
     * What the file holds now; {@code ""}: nothing.
     *
     * @throws ByocException if it cannot be read, is larger than 64 KiB, is no UTF-8, or changed while it was read; shows
     *     which file alone
     */
    @Override
    public String get() {
        try {
            BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MOST_BYTES + 1);
            }
            BasicFileAttributes after = Files.readAttributes(file, BasicFileAttributes.class);
            if (bytes.length > MOST_BYTES) {
                throw fault("is too large for a secret");
            }
            if (bytes.length != after.size() || !isSame(before, after)) {
                throw fault("is being written");
            }
            return Secret.trimmed(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            // Its text says where; its cause could hold what was read.
            throw fault("is no text in UTF-8");
        } catch (IOException e) {
            throw fault("cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static boolean isSame(BasicFileAttributes one, BasicFileAttributes other) {
        return one.size() == other.size() && one.lastModifiedTime().equals(other.lastModifiedTime());
    }

    private ByocException fault(String what) {
        return new ByocException(shown + " " + what);
    }

    /** Which file. */
    @Override
    public String toString() {
        return "SecretFile[" + shown + "]";
    }
}
