package dev.byoc.app.doctor;

import dev.byoc.event.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with the file of the store, and where it lies. Never takes its lock, and reads alone. */
final class SqliteLook {
    private static final String SUBJECT = "store";
    private static final long MEGABYTE = 1024L * 1024;
    private static final long LOW_MEGABYTES = 512;

    /** Of a large file the beginning of the check has to do. */
    private static final int CHECK_SECONDS = 10;

    private static final Set<String> NETWORK = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "ncpfs",
            "afs",
            "ceph",
            "glusterfs",
            "9p",
            "fuse.sshfs");

    private static final Set<String> FLEETING = Set.of("tmpfs", "ramfs", "overlay", "overlayfs", "aufs");

    private static final Path LOCKS = Path.of("/proc/locks");
    private static final Pattern INODE = Pattern.compile("ino=([0-9]+)");

    private final Path file;
    private final boolean migrates;
    private final Disk disk;

    SqliteLook(Path file, boolean migrates, Disk disk) {
        this.file = file;
        this.migrates = migrates;
        this.disk = disk;
    }

    /** @param running whether a relay of these settings answers: it holds the file, and says itself how that is */
    List<Finding> look(boolean running) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of(Kind.STORE_FOLDER.of(SUBJECT, String.valueOf(folder), "is not there"));
        }
        List<Finding> found = new ArrayList<>();
        if (!disk.mayWrite(folder)) {
            found.add(Kind.STORE_FOLDER.of(SUBJECT, folder, "may not be written to by this user"));
        }
        addPlace(folder, found);
        if (!Files.exists(file)) {
            if (!migrates) {
                found.add(Kind.STORE_WITHOUT_TABLES.of(SUBJECT));
            }
            return found;
        }
        if (!disk.mayWrite(file)) {
            found.add(Kind.STORE_READ_ONLY.of(SUBJECT, file));
        }
        String holder = holder();
        if (!running && !holder.isEmpty()) {
            found.add(Kind.STORE_IN_USE.of(SUBJECT, file, holder));
        }
        if (!running && holder.isEmpty() && Files.isReadable(file)) {
            addContent(found);
        }
        return found;
    }

    private void addPlace(Path folder, List<Finding> found) {
        String type = disk.type(folder);
        if (NETWORK.contains(type)) {
            found.add(Kind.STORE_FILE_SYSTEM.of(SUBJECT, file, type));
        } else if (FLEETING.contains(type)) {
            found.add(Kind.STORE_FLEETING.of(SUBJECT, file, type));
        }
        long free = disk.freeBytes(folder) / MEGABYTE;
        if (free < LOW_MEGABYTES) {
            found.add(Kind.DISK_NEARLY_FULL.of(SUBJECT, free, file));
        }
    }

    /** The process that has locked the file beside it, by Linux's own list; {@code ""}: none is known. */
    private String holder() {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        try {
            Object key = Files.readAttributes(lock, BasicFileAttributes.class).fileKey();
            Matcher inode = INODE.matcher(String.valueOf(key));
            if (!inode.find()) {
                return "";
            }
            Pattern held = Pattern.compile("WRITE\\s+([0-9]+)\\s+[0-9a-f]+:[0-9a-f]+:" + inode.group(1) + "\\s");
            Matcher line = held.matcher(Files.readString(LOCKS));
            return line.find() ? line.group(1) : "";
        } catch (IOException | SecurityException e) {
            return "";
        }
    }

    private void addContent(List<Finding> found) {
        if (hasLog()) {
            // After a crash: without the log, which the next start reads, the file may look damaged and is not.
            return;
        }
        // Immutable: no log, no lock and no shared memory are made for it.
        String url = "jdbc:sqlite:file:" + file.toUri().getRawPath() + "?immutable=1";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(CHECK_SECONDS);
            String whole = first(statement, "pragma quick_check(1)");
            if (!whole.equals("ok")) {
                found.add(Kind.STORE_DAMAGED.of(SUBJECT, file, "its check fails"));
                return;
            }
            found.addAll(Schema.look(connection, tables(statement), migrates));
        } catch (SQLException e) {
            // 9: the check was ended for its time.
            if (e.getErrorCode() != 9) {
                found.add(Kind.STORE_DAMAGED.of(SUBJECT, file, "SQLite's error " + e.getErrorCode()));
            }
        }
    }

    private boolean hasLog() {
        try {
            return Files.size(file.resolveSibling(file.getFileName() + "-wal")) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String first(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    private static Set<String> tables(Statement statement) throws SQLException {
        Set<String> tables = new HashSet<>();
        try (ResultSet rows = statement.executeQuery(
                "select name from sqlite_master where type = 'table' and name like 'byoc\\_%' escape '\\'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }
}
