package dev.byoc.internal.http;

import dev.byoc.http.HttpCall;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** A file of a request: opened before a byte of the request is written, read once while it is. For one call, and to be closed with it. */
final class FileBody extends RequestBody implements Closeable {
    private final Media file;
    private final MediaOpener opener;
    private @Nullable InputStream opened;

    FileBody(Media file, MediaOpener opener) {
        this.file = file;
        this.opener = opener;
    }

    /** A file whose bytes the caller of the call has. */
    static FileBody of(Media file, HttpCall.Source source) {
        return new FileBody(file, (media, within) -> source.open());
    }

    /** A file that could not be opened: nothing of the request has left. */
    static final class NotOpenedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final MediaException fault;

        NotOpenedException(MediaException fault) {
            super("a file that was to be sent cannot be had: " + fault.getMessage());
            this.fault = fault;
        }

        MediaException fault() {
            return fault;
        }
    }

    /** Opens it, within that time; once. */
    void open(Duration within) throws NotOpenedException {
        if (opened != null) {
            return;
        }
        try {
            opened = opener.open(file, within);
        } catch (Throwable e) {
            throw new NotOpenedException(
                    e instanceof MediaException known ? known : new MediaException(MediaException.Reason.UNREACHABLE));
        }
        if (opened == null) {
            throw new NotOpenedException(new MediaException(MediaException.Reason.EMPTY));
        }
    }

    @Override
    public @Nullable MediaType contentType() {
        return file.contentType() == null ? null : MediaType.parse(file.contentType());
    }

    @Override
    public long contentLength() {
        return file.sizeBytes();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        InputStream bytes = opened;
        if (bytes == null) {
            throw new IOException("a file that was not opened");
        }
        try (Source source = Okio.source(bytes)) {
            sink.writeAll(source);
        }
    }

    @Override
    public void close() {
        InputStream bytes = opened;
        try {
            if (bytes != null) {
                bytes.close();
            }
        } catch (Throwable e) {
            // The call has ended, and that is what counts.
        }
    }
}
