package dev.byoc.app.config;

import dev.byoc.ByocException;
import dev.byoc.ConfigurationException;
import dev.byoc.Secret;
import dev.byoc.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the commands prove themselves with to the running relay: the setting, or else a file beside the SQLite file, or beside the settings
 * where the store is a database. Each start of the relay has a token of its own, so that one is worth nothing once that relay has ended. Its file
 * is for its own user alone, and names the port, as several relays may have the same settings.
 */
public final class AdminToken implements AutoCloseable {
    /** Fewer characters can be guessed. */
    static final int LEAST = 16;

    private static final Logger log = LoggerFactory.getLogger(AdminToken.class);
    private static final int BYTES = 32;

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);

    private final Secret secret;

    /** Null: it is among the settings, and nothing is written. */
    private final @Nullable Path file;

    private AdminToken(Secret secret, @Nullable Path file) {
        this.secret = secret;
        this.file = file;
    }

    /** Where it is, unless it is among the settings. */
    static Path file(AppConfig config) {
        Stores stores = new Stores(config);
        Path beside = stores.isShared() ? config.file() : stores.file();
        return beside.resolveSibling(beside.getFileName() + "." + config.number("admin-port") + ".admin-token");
    }

    /** The setting, or a new one, which no command knows before {@link #write}. */
    public static AdminToken made(AppConfig config) {
        Secret set = config.secret("admin-token");
        if (set != null) {
            return new AdminToken(set, null);
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return new AdminToken(Secret.of(HexFormat.of().formatHex(random)), file(config));
    }

    /** What the relay asks of its commands. */
    public Secret secret() {
        return secret;
    }

    /**
     * Tells the commands of it. Comes after the port was opened: the file of a relay that runs there already stays as it is.
     *
     * @throws ConfigurationException if the file cannot be made
     */
    public void write() {
        if (file == null) {
            return;
        }
        try {
            // The JDK makes these readable for their owner alone, and readers see the whole or none of it.
            Path whole = Files.createTempFile(file.resolveSibling(""), file.getFileName() + ".", "");
            try {
                Files.writeString(whole, secret.reveal() + "\n");
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            throw new ConfigurationException("the commands' token cannot be kept in " + file
                    + ": let this user write there, or set byoc.admin.token");
        }
    }

    /** Takes the file away, unless another relay has put its own there. */
    @Override
    public void close() {
        try {
            if (file != null
                    && Files.exists(file)
                    && secret.matches(SecretFile.of(file).get())) {
                Files.delete(file);
            }
        } catch (IOException | ByocException e) {
            log.debug("the file of the commands' token stays: {}", e.getClass().getName());
        }
    }

    /**
     * The token that the relay of these settings has written; null: none runs.
     *
     * @throws ConfigurationException if the file there is none that a relay of this user has written
     */
    public static @Nullable Secret known(AppConfig config) {
        Secret set = config.secret("admin-token");
        Path file = file(config);
        return set != null ? set : Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? read(file) : null;
    }

    private static Secret read(Path file) {
        try {
            if (isOfAnother(file)) {
                throw refused(file, "is another user's: run the command as the user that the relay runs as");
            }
            String text = SecretFile.of(file).get();
            if (text.length() < LEAST || !Secret.of(text).isVisibleAscii()) {
                throw refused(file, "holds no whole token: delete it, and start the relay again");
            }
            return Secret.of(text);
        } catch (IOException e) {
            throw refused(file, "cannot be read: " + e.getClass().getSimpleName());
        } catch (ConfigurationException e) {
            throw e;
        } catch (ByocException e) {
            throw new ConfigurationException("the commands' token cannot be read: " + e.getMessage());
        }
    }

    /** By what the file system tells: nothing where it knows no modes. */
    private static boolean isOfAnother(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            throw refused(
                    file,
                    "may be read or changed by others: delete it and start the relay again, or set byoc.admin.token");
        }
        return !ThisUser.owns(file);
    }

    private static ConfigurationException refused(Path file, String why) {
        return new ConfigurationException("the commands' token is not taken: " + file + " " + why);
    }
}
