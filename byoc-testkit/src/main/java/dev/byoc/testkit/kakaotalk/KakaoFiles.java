package dev.byoc.testkit.kakaotalk;

import dev.byoc.testkit.server.Answer;
import dev.byoc.testkit.server.Ask;
import dev.byoc.testkit.server.Routes;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Where KakaoTalk's photos and files lie: those of customers, and those that the partner uploaded. Thread-safe. */
final class KakaoFiles {
    /** Who put a file there decides what it may be used for. */
    enum Use {
        CUSTOMER,
        IMAGE,
        BUTTON_IMAGE,
        FILE
    }

    record Stored(Use use, String name, String contentType, byte[] bytes) {}

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final byte[] GIF = {'G', 'I', 'F', '8'};

    private final AtomicInteger last = new AtomicInteger();
    private final Map<String, Stored> files = new LinkedHashMap<>();
    private volatile String origin = "";

    /** Told by the server once it has started. */
    void servedAt(String address) {
        this.origin = address;
    }

    /** Stores a file; gives its address. The real ones are plain http too. */
    URI add(Stored file) {
        int dot = file.name().lastIndexOf('.');
        // Kakao's own names, not the customer's: nothing in an address tells what it was called.
        String path = "/talkm/oYx%04d/kakao/%s_%04d%s"
                .formatted(
                        last.incrementAndGet(),
                        file.use() == Use.FILE ? "f" : "i",
                        last.get(),
                        dot < 0 || !file.name().substring(dot).matches("\\.[A-Za-z0-9]{1,8}")
                                ? ""
                                : file.name().substring(dot));
        synchronized (files) {
            files.put(path, file);
        }
        return URI.create(origin + path);
    }

    /** An uploaded file by the address that was given for it; null if there is none for that use. */
    @Nullable
    Stored uploaded(String url, Use... uses) {
        String here = origin;
        synchronized (files) {
            Stored file = url.startsWith(here) ? files.get(url.substring(here.length())) : null;
            return file != null && Arrays.asList(uses).contains(file.use()) ? file : null;
        }
    }

    /** A file's bytes; null for any other path. */
    private Routes.@Nullable Found serve(Ask ask) {
        if (!ask.rawPath().startsWith("/talkm/")) {
            return null;
        }
        Stored file;
        synchronized (files) {
            file = files.get(ask.rawPath());
        }
        return new Routes.Found(
                ask.method() + " /talkm/{path}",
                it -> file == null || !ask.method().equals("GET")
                        ? Answer.empty(404)
                        : new Answer(200, Map.of("Content-Type", file.contentType()), file.bytes()));
    }

    static boolean isJpeg(byte[] bytes) {
        return startsWith(bytes, JPEG);
    }

    static boolean isPng(byte[] bytes) {
        return startsWith(bytes, PNG);
    }

    static boolean isGif(byte[] bytes) {
        return startsWith(bytes, GIF);
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length > start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    /** A file of its own, or else whatever the routes have there. */
    Routes.Found findOr(Ask ask, Routes routes) {
        Routes.Found file = serve(ask);
        return file == null ? routes.findOrNothing(ask) : file;
    }
}
