package dev.byoc.internal.web;

import dev.byoc.internal.account.ReservedIds;
import dev.byoc.internal.file.FileNames;
import dev.byoc.internal.file.FileTypes;
import dev.byoc.internal.http.Fetched;
import dev.byoc.internal.http.Fetcher;
import dev.byoc.internal.http.WantedFile;
import dev.byoc.internal.media.MediaTokens;
import dev.byoc.internal.report.Reports;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.webhook.WebhookRequest;
import dev.byoc.webhook.WebhookResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Serves agents' files to messengers and customers, who cannot reach them where they lie. Streams; keeps nothing. */
public final class MediaEndpoint {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /** Far more than messengers ask for at once; one holder of an address cannot take all of our connections. */
    private static final int AT_ONCE = 64;

    private final MediaTokens tokens;
    private final Fetcher fetcher;
    private final long maxBytes;
    private final Reports reports;
    private final Semaphore places = new Semaphore(AT_ONCE);

    public MediaEndpoint(MediaTokens tokens, Fetcher fetcher, long maxBytes, Reports reports) {
        this.tokens = tokens;
        this.fetcher = fetcher;
        this.maxBytes = maxBytes;
        this.reports = reports;
    }

    /** Answers for one address. */
    WebhookResponse enter(WebhookRequest request, String token, String name) {
        boolean head = request.method().equals("HEAD");
        if (!head && !request.method().equals("GET")) {
            reports.refused(ReservedIds.MEDIA, 405, "a method that is not taken");
            return WebhookResponse.text(405, "method not allowed").with("Allow", "GET, HEAD");
        }
        MediaTokens.Ticket ticket = tokens.read(token, name);
        if (ticket == null) {
            // Never given out, changed, or lapsed: which of them is not told.
            reports.refused(ReservedIds.MEDIA, 404, "no such file");
            return WebhookResponse.text(404, "not found");
        }
        Media file = ticket.file();
        // Without a validator of ours none that a client sends can be it: RFC 9110, 13.1.5, has the whole file sent
        // then.
        String wanted =
                request.hasHeader("If-Range") ? "" : request.header("Range").strip();
        Range range = file.sizeBytes() < 0 ? null : Range.of(wanted, file.sizeBytes());
        if (range != null && range.from() > range.to()) {
            return described(WebhookResponse.text(416, "no such range"), file)
                    .with("Content-Range", "bytes */" + file.sizeBytes());
        }
        return head ? dressed(file, range, out -> {}) : body(ticket, range);
    }

    private WebhookResponse body(MediaTokens.Ticket ticket, @Nullable Range range) {
        Media file = ticket.file();
        if (places.availablePermits() == 0) {
            return WebhookResponse.text(503, "busy").with("Retry-After", "5");
        }
        long most = Math.max(maxBytes, file.sizeBytes());
        Fetched fetched;
        try {
            String asked = range == null ? null : "bytes=" + range.from() + "-" + range.to();
            fetched = fetcher.open(new WantedFile(file.ref(), most, ticket.freshchats(), asked));
        } catch (MediaException e) {
            reports.refused(ReservedIds.MEDIA, 404, String.valueOf(e.getMessage()));
            return WebhookResponse.text(e.mayPass() ? 502 : 404, "not found");
        }
        return dressed(file, range, out -> copy(fetched, file.sizeBytes(), range, out));
    }

    private void copy(Fetched fetched, long size, @Nullable Range range, OutputStream out) throws IOException {
        try (fetched) {
            if (!places.tryAcquire()) {
                throw new IOException("too many at once");
            }
            try {
                InputStream in = fetched.body();
                long left = range == null ? size : range.length();
                if (range != null && !fetched.isPartial()) {
                    in.skipNBytes(range.from());
                }
                byte[] some = new byte[16 * 1024];
                int read = 0;
                while (left != 0 && read >= 0) {
                    read = in.read(some, 0, left < 0 ? some.length : (int) Math.min(some.length, left));
                    out.write(some, 0, Math.max(0, read));
                    left -= left < 0 ? 0 : Math.max(0, read);
                }
                if (left > 0) {
                    throw new IOException("the file is shorter than it was");
                }
            } finally {
                places.release();
            }
        }
    }

    private static WebhookResponse dressed(Media file, @Nullable Range range, WebhookResponse.Body body) {
        long length = range == null ? file.sizeBytes() : range.length();
        WebhookResponse plain =
                described(WebhookResponse.streamed(range == null ? 200 : 206, type(file), length, body), file);
        return range == null
                ? plain
                : plain.with("Content-Range", "bytes " + range.from() + "-" + range.to() + "/" + file.sizeBytes());
    }

    private static WebhookResponse described(WebhookResponse response, Media file) {
        String type = type(file);
        boolean shown = !type.equals("image/svg+xml")
                && (type.startsWith("image/") || type.startsWith("video/") || type.startsWith("audio/"));
        String name = file.fileName() == null ? "file.bin" : file.fileName();
        return response.with("Accept-Ranges", file.sizeBytes() < 0 ? "none" : "bytes")
                // Nothing that was sent may run under the business's own name.
                .with("Content-Security-Policy", "sandbox; default-src 'none'")
                .with("X-Content-Type-Options", "nosniff")
                .with("Content-Disposition", FileNames.disposition(shown ? "inline" : "attachment", name));
    }

    private static String type(Media file) {
        String type = FileTypes.bare(file.contentType());
        return type == null ? FileTypes.ANY : type;
    }

    /** From and to, both included; from after to: not to be had. */
    private record Range(long from, long to) {
        private static final Range NONE = new Range(1, 0);

        /** Null: all of it, also for what is no single range of bytes, as RFC 9110 (14.2) allows. */
        static @Nullable Range of(String header, long size) {
            Matcher range = RANGE.matcher(header);
            if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
                return null;
            }
            if (range.group(1).isEmpty()) {
                long last = Long.parseLong(range.group(2));
                return last == 0 ? NONE : new Range(Math.max(0, size - last), size - 1);
            }
            long from = Long.parseLong(range.group(1));
            long to = range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
            if (!range.group(2).isEmpty() && Long.parseLong(range.group(2)) < from) {
                return null;
            }
            return from >= size ? NONE : new Range(from, to);
        }

        long length() {
            return to - from + 1;
        }
    }
}
