package dev.byoc.jdbc.internal.sqlite;

import dev.byoc.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps files readable and writable for their owner alone: they hold what customers write. Does nothing where modes are unknown. */
final class OwnerOnly {
    private static final Logger log = LoggerFactory.getLogger(OwnerOnly.class);

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);

    private static final int STICKY = 01000;

    private OwnerOnly() {}

    /** Leaves a file that exists as it is. */
    static void create(Path path) throws IOException {
        if (Files.exists(path)) {
            return;
        }
        if (hasModes(path)) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(path);
        }
    }

    /**
     * Takes the rights of all but the owner from a file. One that was created by hand, or unpacked from a backup, may have them.
     *
     * @throws StoreException if this process may not change the mode
     */
    static void narrow(Path path) throws IOException {
        if (!hasModes(path) || !Files.exists(path)) {
            return;
        }
        Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
        mode.addAll(Files.getPosixFilePermissions(path));
        String before = PosixFilePermissions.toString(mode);
        if (mode.removeAll(OTHERS)) {
            try {
                Files.setPosixFilePermissions(path, mode);
            } catch (IOException e) {
                throw new StoreException("cannot use " + path + ": others may read or change it (" + before
                        + "), and this process may not forbid it: " + IoFaults.say(e) + ". Set its mode to 600.");
            }
            log.warn(
                    "others could read or change {} ({}): its mode is {} now",
                    path,
                    before,
                    PosixFilePermissions.toString(mode));
        }
    }

    /** Warns of a folder in which any user can replace the file. */
    static void warnOfFolder(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null && hasModes(folder)) {
            boolean open = Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
            if (open && !isSticky(folder)) {
                log.warn("any user of this machine can replace {}: its folder is open to all for writing", file);
            }
        }
    }

    private static boolean isSticky(Path folder) throws IOException {
        return folder.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(folder, "unix:mode") instanceof Integer mode
                && (mode & STICKY) != 0;
    }

    private static boolean hasModes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
