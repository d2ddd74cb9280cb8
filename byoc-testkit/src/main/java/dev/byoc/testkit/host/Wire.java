package dev.byoc.testkit.host;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A connection to a server of this machine that sends the bytes that it is given: HTTP clients tidy up what a host has to be tried with. A
 * peer that has reset the connection has ended it.
 */
final class Wire implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(30).toMillis();

    private final Socket socket = new Socket();
    private final InputStream in;

    Wire(int port) {
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one byte for each character. */
    Wire send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What the other side does not take any more is left out. */
    Wire send(byte[] bytes) {
        sends(bytes);
        return this;
    }

    /** Whether the connection still took it, as far as that shows. */
    boolean sends(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Nothing more will be sent. */
    Wire finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // It has ended.
        }
        return this;
    }

    /** Whether an answer, or the end of the connection, can be read now. */
    boolean hasNews() {
        try {
            socket.setSoTimeout(1);
            in.mark(1);
            int next = in.read();
            if (next >= 0) {
                in.reset();
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        } finally {
            patient();
        }
    }

    private void patient() {
        try {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        } catch (SocketException e) {
            // It has ended.
        }
    }

    /** The next answer; interim ones are passed over. */
    RawAnswer answer() {
        return answer("POST");
    }

    /** The same, to a request of that method. */
    RawAnswer answer(String method) {
        RawAnswer answer;
        do {
            answer = next(method);
        } while (answer.status() >= 100 && answer.status() < 200);
        return answer;
    }

    /** The status of the next answer, which may be an interim one. */
    int status() {
        return next("POST").status();
    }

    private RawAnswer next(String method) {
        try {
            String line = line();
            if (line == null || !line.matches("HTTP/1\\.[01] [0-9]{3}.*")) {
                return RawAnswer.NONE;
            }
            int status = Integer.parseInt(line.substring(9, 12));
            Map<String, List<String>> headers = new LinkedHashMap<>();
            while ((line = line()) != null && !line.isEmpty()) {
                int colon = line.indexOf(':');
                headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            boolean bare = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
            boolean whole = line != null && (bare || isReadWhole(headers, body));
            return new RawAnswer(status, headers, body.toByteArray(), whole);
        } catch (SocketException e) {
            return RawAnswer.NONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReadWhole(Map<String, List<String>> headers, ByteArrayOutputStream body) throws IOException {
        List<String> length = headers.get("content-length");
        try {
            if (length != null) {
                long left = Long.parseLong(length.get(0));
                return copy(left, body) == left;
            }
            if (headers.containsKey("transfer-encoding")) {
                return areChunksRead(body);
            }
            copy(Long.MAX_VALUE, body);
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    private boolean areChunksRead(ByteArrayOutputStream body) throws IOException {
        while (true) {
            String size = line();
            if (size == null || size.isEmpty()) {
                return false;
            }
            long left = Long.parseLong(size.split(";", 2)[0].strip(), 16);
            if (copy(left, body) < left) {
                return false;
            }
            // Behind the last chunk: trailers, and an empty line.
            String line = line();
            while (left == 0 && line != null && !line.isEmpty()) {
                line = line();
            }
            if (left == 0 || line == null) {
                return line != null;
            }
        }
    }

    private long copy(long most, ByteArrayOutputStream body) throws IOException {
        byte[] some = new byte[16 * 1024];
        long copied = 0;
        int read = 0;
        while (copied < most && read >= 0) {
            read = in.read(some, 0, (int) Math.min(some.length, most - copied));
            if (read > 0) {
                body.writeBytes(Arrays.copyOf(some, read));
                copied += read;
            }
        }
        return copied;
    }

    /** Without its end; null: the connection has ended. */
    private @org.jspecify.annotations.Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next;
        while ((next = in.read()) >= 0 && next != '\n') {
            line.append((char) next);
        }
        int end = line.length();
        return next < 0 ? null : line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    /** Waits until the other side has ended the connection; whatever comes before that is thrown away. */
    void awaitEnd() {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (SocketException e) {
            // That is an end too.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
