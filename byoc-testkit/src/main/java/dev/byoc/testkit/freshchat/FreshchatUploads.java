package dev.byoc.testkit.freshchat;

import dev.byoc.json.Json;
import dev.byoc.testkit.server.Answer;
import dev.byoc.testkit.server.Ask;
import dev.byoc.testkit.server.Multipart;
import dev.byoc.testkit.server.Refusal;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes uploads and serves them again, without a token, as the real content host does. */
final class FreshchatUploads {
    private final FreshchatBooks books;
    private final Supplier<String> origin;

    FreshchatUploads(FreshchatBooks books, Supplier<String> origin) {
        this.books = books;
        this.origin = origin;
    }

    /** Where an upload is served. */
    String address(String hash) {
        return origin.get() + "/cdn/" + hash;
    }

    Json image(Ask ask) {
        FreshchatBooks.Upload image = upload(ask, "image");
        if (!image.contentType().startsWith("image/")) {
            throw Refusal.invalid("not an image");
        }
        String url = address(books.addUpload(image));
        return Json.object()
                .put("url", url)
                .put("thumbnail", Json.object().put("url", url))
                .put("content_type", image.contentType())
                .build();
    }

    Json file(Ask ask) {
        FreshchatBooks.Upload file = upload(ask, "file");
        return Json.object()
                .put("file_name", file.name())
                .put("file_size", file.bytes().length)
                .put("file_content_type", file.contentType())
                .put("file_extension_type", file.name().substring(file.name().lastIndexOf('.') + 1))
                .put("file_hash", books.addUpload(file))
                .put("file_security_status", "SAFE")
                .build();
    }

    private static FreshchatBooks.Upload upload(Ask ask, String field) {
        Multipart.Part part;
        try {
            part = Multipart.of(ask).get(field);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid(String.valueOf(e.getMessage()));
        }
        if (part == null) {
            throw Refusal.invalid("the field '" + field + "' is missing");
        }
        if (!part.fileName().matches(".*[^.]\\.[^.]+")) {
            throw Refusal.invalid("the file needs a name with an extension");
        }
        if (part.bytes().length == 0) {
            throw Refusal.invalid("the file is empty");
        }
        return new FreshchatBooks.Upload(part.fileName(), part.contentType(), part.bytes());
    }

    /** An uploaded file's bytes; null for any other path. */
    @Nullable
    Answer serve(Ask ask) {
        if (!ask.segments().get(0).equals("cdn") || ask.segments().size() != 2) {
            return null;
        }
        FreshchatBooks.Upload upload = books.upload(ask.segments().get(1));
        return upload == null
                ? Answer.empty(404)
                : new Answer(200, Map.of("Content-Type", upload.contentType()), upload.bytes());
    }
}
