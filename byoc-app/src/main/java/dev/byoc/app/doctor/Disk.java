package dev.byoc.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says of a file or folder. */
interface Disk {
    /** Of this machine. */
    Disk REAL = new Disk() {
        @Override
        public String type(Path path) {
            try {
                return Files.getFileStore(path).type();
            } catch (IOException | SecurityException e) {
                return "";
            }
        }

        @Override
        public long freeBytes(Path path) {
            try {
                return Files.getFileStore(path).getUsableSpace();
            } catch (IOException | SecurityException e) {
                return Long.MAX_VALUE;
            }
        }

        @Override
        public boolean mayWrite(Path path) {
            return Files.isWritable(path);
        }
    };

    /** Of the file system that it lies on; {@code ""}: it does not say. */
    String type(Path path);

    /** What this user may fill; {@link Long#MAX_VALUE}: the file system does not say. */
    long freeBytes(Path path);

    /** Whether this user may. */
    boolean mayWrite(Path path);
}
