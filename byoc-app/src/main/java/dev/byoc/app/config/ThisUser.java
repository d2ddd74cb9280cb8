package dev.byoc.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The user that this process runs as. */
public final class ThisUser {
    private static final Path THIS_PROCESS = Path.of("/proc/self");

    private ThisUser() {}

    /** Whether a file is that user's, of a link the link itself. */
    public static boolean owns(Path file) throws IOException {
        String owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
        // A container's user may have no name, which only Linux' own files tell then.
        return owner.equals(
                Files.exists(THIS_PROCESS) ? Files.getOwner(THIS_PROCESS).getName() : System.getProperty("user.name"));
    }
}
