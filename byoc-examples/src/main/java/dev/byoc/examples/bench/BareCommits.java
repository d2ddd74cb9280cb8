package dev.byoc.examples.bench;

import dev.byoc.examples.bench.rig.Child;
import dev.byoc.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** How often this machine's disk can be made sure of: by SQLite's commit of one row, and by forcing what was appended to a file. */
final class BareCommits {
    private static final byte[] ROW = new byte[300];

    private BareCommits() {}

    /** Takes the seconds for each of both. */
    public static void main(String[] args) throws IOException, SQLException {
        long nanos = Long.parseLong(args[0]) * 1_000_000_000L;
        Path directory = Files.createTempDirectory("byoc-bench-");
        Path database = directory.resolve("bare.db");
        Path file = directory.resolve("bare");
        double commits = commits(database, nanos);
        double forces = forces(file, nanos);
        for (Path each : new Path[] {
            database, directory.resolve("bare.db-wal"), directory.resolve("bare.db-shm"), file, directory
        }) {
            Files.deleteIfExists(each);
        }
        Child.tell(Json.object().put("sqlite_commits", commits).put("forces", forces));
    }

    private static double commits(Path database, long nanos) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement set = connection.createStatement()) {
            set.execute("pragma journal_mode=wal");
            set.execute("pragma synchronous=full");
            set.execute("create table entry(id integer primary key autoincrement, body blob)");
            try (PreparedStatement insert = connection.prepareStatement("insert into entry(body) values (?)")) {
                long start = System.nanoTime();
                int done = 0;
                for (; System.nanoTime() - start < nanos; done++) {
                    insert.setBytes(1, ROW);
                    insert.executeUpdate();
                }
                return done / ((System.nanoTime() - start) / 1e9);
            }
        }
    }

    private static double forces(Path file, long nanos) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            long start = System.nanoTime();
            int done = 0;
            for (; System.nanoTime() - start < nanos; done++) {
                channel.write(ByteBuffer.wrap(ROW));
                channel.force(false);
            }
            return done / ((System.nanoTime() - start) / 1e9);
        }
    }
}
