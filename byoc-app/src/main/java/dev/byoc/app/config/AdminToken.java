package dev.byoc.app.config;

import dev.byoc.ByocException;
import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the commands prove themselves with to the running relay: the setting, or else a file beside the SQLite file, or beside the settings
 * where the store is a database. The relay makes that file, for its own user alone.
 */
public final class AdminToken {
    private static final int BYTES = 32;

    private AdminToken() {}

    /** Where it is, unless it is among the settings. */
    static Path file(AppConfig config) {
        Stores stores = new Stores(config);
        Path beside = stores.isShared() ? config.file() : stores.file();
        return beside.resolveSibling(beside.getFileName() + ".admin-token");
    }

    /**
     * The token, made if there is none.
     *
     * @throws ConfigurationException if the file cannot be made
     */
    public static Secret made(AppConfig config) {
        Secret set = config.secret("admin-token");
        if (set != null) {
            return set;
        }
        Path file = file(config);
        try {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            create(file, HexFormat.of().formatHex(random) + "\n");
        } catch (FileAlreadyExistsException e) {
            return read(file);
        } catch (IOException e) {
            throw new ConfigurationException("the commands' token cannot be kept in " + file
                    + ": let this user write there, or set byoc.admin.token");
        }
        return read(file);
    }

    /** The token; null: no relay has made one here. */
    public static @Nullable Secret known(AppConfig config) {
        Secret set = config.secret("admin-token");
        Path file = file(config);
        return set != null ? set : Files.exists(file) ? read(file) : null;
    }

    private static Secret read(Path file) {
        try {
            return Secret.of(SecretFile.of(file).get());
        } catch (ByocException e) {
            throw new ConfigurationException("the commands' token cannot be read: " + e.getMessage());
        }
    }

    /** Never readable by others, not for a moment either. */
    private static void create(Path file, String text) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (var out =
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            out.write(java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
