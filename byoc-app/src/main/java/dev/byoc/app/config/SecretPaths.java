package dev.byoc.app.config;

import dev.byoc.Secret;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Settings of the file that name the file of a secret, by the secret's name with {@code -file} behind it. */
final class SecretPaths {
    /** In any spelling. With a boundary: {@code sender-profile} names none. */
    private static final Pattern NAMES_A_FILE =
            Pattern.compile("byoc\\.(?!wording\\.).*(?:[-_.\\s](?i:file)|(?<=[a-z0-9])File)\\s*");

    private SecretPaths() {}

    /**
     * The value of a property: one that names such a file counts from the folder of the settings, as every path of theirs, and not from
     * wherever the program was started.
     */
    static String fromFolderOf(Path settings, String name, String value) {
        String path = Secret.trimmed(value);
        if (path.isEmpty() || !NAMES_A_FILE.matcher(name).matches()) {
            return value;
        }
        try {
            return settings.toAbsolutePath().resolveSibling(path).toString();
        } catch (InvalidPathException e) {
            // Told as a fault by who reads the file.
            return value;
        }
    }
}
