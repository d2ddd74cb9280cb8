package dev.byoc.jdbc.internal.sqlite;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** What an operator reads of a fault of the file system. */
final class IoFaults {
    private IoFaults() {}

    static String say(IOException fault) {
        String reason = fault instanceof FileSystemException named ? named.getReason() : fault.getMessage();
        return fault.getClass().getSimpleName() + (reason == null ? "" : ", " + reason);
    }
}
