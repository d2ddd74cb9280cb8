package dev.byoc.examples.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The least that a server can do which acknowledges what it has stored: the JDK's web server, and a writer that inserts one row for each
 * request and commits what has gathered meanwhile. It checks and reads nothing, and has one table without an index.
 */
final class RowServer {
    private record Row(byte[] body, CompletableFuture<Void> stored) {}

    private final BlockingQueue<Row> queue = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private final boolean stores;

    /**
     * Serves at once.
     *
     * @param place as {@link dev.byoc.examples.Engines} takes it; {@code memory}: nothing is stored
     */
    RowServer(String place) throws IOException {
        this.stores = !place.equals("memory");
        if (stores) {
            boolean sqlite = place.startsWith("sqlite:");
            String url = sqlite ? "jdbc:" + place : place.substring(place.indexOf(':') + 1);
            Thread writer = new Thread(() -> write(url, sqlite), "row-writer");
            writer.setDaemon(true);
            writer.start();
        }
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Row row = new Row(exchange.getRequestBody().readAllBytes(), new CompletableFuture<>());
            if (stores) {
                queue.add(row);
                row.stored.join();
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void write(String url, boolean sqlite) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement set = connection.createStatement()) {
            if (sqlite) {
                // As byoc-jdbc has it.
                set.execute("pragma journal_mode=wal");
                set.execute("pragma synchronous=full");
            }
            set.execute("create table row_of_server(id " + (sqlite ? "integer" : "bigint generated always as identity")
                    + " primary key, body " + (sqlite ? "blob" : "bytea") + ")");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into row_of_server(body) values (?)")) {
                List<Row> rows = new ArrayList<>();
                while (true) {
                    rows.add(queue.take());
                    queue.drainTo(rows);
                    for (Row row : rows) {
                        insert.setBytes(1, row.body);
                        insert.addBatch();
                    }
                    insert.executeBatch();
                    connection.commit();
                    rows.forEach(row -> row.stored.complete(null));
                    rows.clear();
                }
            }
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
