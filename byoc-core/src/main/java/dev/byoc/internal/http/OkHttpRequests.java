package dev.byoc.internal.http;

import dev.byoc.http.HttpCall;
import java.io.IOException;
import java.util.List;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** Writes a call as OkHttp's request, and gathers the files in it. */
final class OkHttpRequests {
    /** Nearly every body's type; OkHttp reads a type with regular expressions. */
    private static final String JSON_TYPE = "application/json";

    private static final MediaType JSON = MediaType.get(JSON_TYPE);

    private final ServerAddresses addresses;
    private final MediaOpener media;
    private final List<FileBody> files;

    /** @param files takes the bodies that have to be opened before, and closed after */
    OkHttpRequests(ServerAddresses addresses, MediaOpener media, List<FileBody> files) {
        this.addresses = addresses;
        this.media = media;
        this.files = files;
    }

    Request.Builder of(HttpCall call) {
        Request.Builder request = new Request.Builder()
                .url(addresses.of(call.url()))
                .method(call.method(), "GET".equals(call.method()) ? null : new OneShot(body(call)));
        for (HttpCall.Header header : call.headers()) {
            request.addHeader(header.name(), header.value());
        }
        return request;
    }

    private RequestBody body(HttpCall call) {
        byte[] bytes = call.body();
        if (bytes != null) {
            String type = call.bodyType();
            return RequestBody.create(
                    bytes, JSON_TYPE.equals(type) ? JSON : type == null ? null : MediaType.parse(type));
        }
        if (!call.parts().isEmpty()) {
            MultipartBody.Builder multipart = new MultipartBody.Builder().setType(MultipartBody.FORM);
            for (HttpCall.Part part : call.parts()) {
                if (part.media() != null) {
                    String name = part.media().fileName() == null
                            ? "file"
                            : part.media().fileName();
                    HttpCall.Source source = part.source();
                    FileBody file =
                            source == null ? new FileBody(part.media(), media) : FileBody.of(part.media(), source);
                    files.add(file);
                    multipart.addFormDataPart(part.name(), name, file);
                } else {
                    multipart.addFormDataPart(part.name(), part.value() == null ? "" : part.value());
                }
            }
            return multipart.build();
        }
        FormBody.Builder form = new FormBody.Builder();
        call.form().forEach(field -> form.add(field.name(), field.value()));
        return form.build();
    }

    /** A body that OkHttp must not send a second time. */
    private static final class OneShot extends RequestBody {
        private final RequestBody body;

        OneShot(RequestBody body) {
            this.body = body;
        }

        @Override
        public @Nullable MediaType contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() throws IOException {
            return body.contentLength();
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            body.writeTo(sink);
        }
    }
}
