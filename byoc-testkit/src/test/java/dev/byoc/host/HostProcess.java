package dev.byoc.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@link ServedRelay} in a process that may have 1,024 files open. */
final class HostProcess implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(20).toMillis();

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)");

    private final Process process;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final int port;
    private final String path;

    HostProcess(String jdk, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 1024 && exec \"$@\"", "sh"));
        command.add(Path.of(jdk, "bin", "java").toString());
        // As surefire's forks: it lives for seconds.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ServedRelay.class.getName()));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread reader = new Thread(this::read);
        reader.setDaemon(true);
        reader.start();
        port = Integer.parseInt(await("port "));
        path = await("path ");
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(said::add);
        } catch (IOException e) {
            said.add("it ended: " + e.getMessage());
        }
    }

    /** The rest of the next line that begins so. */
    String await(String start) {
        List<String> others = new ArrayList<>();
        try {
            while (true) {
                String line = said.poll(60, TimeUnit.SECONDS);
                if (line == null) {
                    throw new AssertionError("the host's process did not say '" + start + "' but " + others);
                }
                if (line.startsWith(start)) {
                    return line.substring(start.length());
                }
                others.add(line);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A path that is answered 200. */
    String path() {
        return path;
    }

    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Of the answer that comes next, which is read whole; 0 if none does. */
    int status(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return 0;
            }
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head);
        in.skipNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return Integer.parseInt(head.substring(9, 12));
    }

    /** One request on a connection that stays open; whether it was served. */
    boolean serves(Socket socket) throws IOException {
        write(socket, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return status(socket) == 200;
    }

    /** Whether a connection of its own is served, sooner or later. */
    boolean answersAtLast() {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (System.nanoTime() < end) {
            try (Socket socket = connect()) {
                if (serves(socket)) {
                    return true;
                }
            } catch (IOException e) {
                // Not yet.
            }
        }
        return false;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
