package dev.byoc.app.doctor;

import dev.byoc.event.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Who may read the file of settings, where it holds secrets. */
final class SettingsFile {
    /** What is not left to the environment stands there as it is. */
    private static final Pattern SECRET = Pattern.compile(
            "(?im)^[^#\\n]*(token|password|secret|api-?key|webhook-?key)['\"]?\\s*[:=]\\s*(?!['\"]?\\$\\{)['\"]?[^\\s'\"#|>]");

    private SettingsFile() {}

    static List<Finding> look(Path file) {
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
            boolean open =
                    rights.contains(PosixFilePermission.OTHERS_READ) || rights.contains(PosixFilePermission.GROUP_READ);
            return open && SECRET.matcher(Files.readString(file)).find()
                    ? List.of(Kind.SETTINGS_READABLE.of("settings", file))
                    : List.of();
        } catch (IOException | UnsupportedOperationException e) {
            // Where files have no such rights; a file that cannot be read is told by the reading of it.
            return List.of();
        }
    }
}
