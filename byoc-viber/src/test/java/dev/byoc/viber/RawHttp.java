package dev.byoc.viber;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One connection to a web server on which a test may write what it likes. */
final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    /** An answer; status 0: the server closed the connection without one. */
    record Got(int status, List<String> headers, byte[] body) {
        String header(String name) {
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;

    RawHttp(URI server) {
        try {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            out = socket.getOutputStream();
            in = socket.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One POST of JSON on a connection of its own; gives the status. */
    static int post(URI url, byte[] body, String... headers) {
        try (RawHttp http = new RawHttp(url)) {
            List<String> all = new ArrayList<>(List.of(headers));
            all.add("Content-Type: application/json");
            return http.send("POST", target(url), body, all.toArray(String[]::new))
                    .status();
        }
    }

    static String target(URI url) {
        return url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    }

    /** A request with its length, and the answer. */
    Got send(String method, String target, byte[] body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Content-Length: " + body.length);
        head(method, target, all.toArray(String[]::new));
        write(body);
        return receive(method.equals("HEAD"));
    }

    /** A request in chunks of so many bytes, and the answer. */
    Got sendChunked(String target, byte[] body, int chunk, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Transfer-Encoding: chunked");
        head("POST", target, all.toArray(String[]::new));
        for (int from = 0; from < body.length; from += chunk) {
            int length = Math.min(chunk, body.length - from);
            ByteArrayOutputStream piece = new ByteArrayOutputStream();
            piece.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            piece.write(body, from, length);
            piece.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
            write(piece.toByteArray());
        }
        write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        return receive(false);
    }

    /** The head of a request; characters up to 255 go as the byte of that number. */
    RawHttp head(String method, String target, String... headers) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: relay.example.test\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Bytes as they are. What the server does not read any more is its answer's business. */
    RawHttp write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            // The server has closed: receive() tells.
        }
        return this;
    }

    /** Reads one answer. */
    Got receive(boolean bodyless) {
        try {
            String status = line();
            if (status.isEmpty()) {
                return new Got(0, List.of(), new byte[0]);
            }
            List<String> headers = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                headers.add(line);
            }
            Got got = new Got(Integer.parseInt(status.split(" ", 3)[1]), headers, new byte[0]);
            String length = got.header("Content-Length");
            int bytes = bodyless || length.isEmpty() ? 0 : Integer.parseInt(length);
            return new Got(got.status(), headers, in.readNBytes(bytes));
        } catch (IOException e) {
            return new Got(0, List.of(), new byte[0]);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is over either way.
        }
    }
}
