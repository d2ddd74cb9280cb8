package dev.byoc.testkit;

import dev.byoc.json.Json;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.MultipartReader;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Takes uploads and serves them again, without a token, as the real content host does. */
final class FreshchatUploads {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final FreshchatBooks books;
    private final Supplier<String> origin;

    FreshchatUploads(FreshchatBooks books, Supplier<String> origin) {
        this.books = books;
        this.origin = origin;
    }

    Json image(Ask ask) {
        FreshchatBooks.Upload image = upload(ask, "image");
        if (!image.contentType().startsWith("image/")) {
            throw Refusal.invalid("not an image");
        }
        String url = origin.get() + "/cdn/" + books.addUpload(image);
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
        String type = ask.header("Content-Type");
        Matcher boundary = BOUNDARY.matcher(type);
        if (!type.startsWith("multipart/form-data") || !boundary.find()) {
            throw Refusal.invalid("Content-Type must be multipart/form-data with a boundary");
        }
        try (MultipartReader reader = new MultipartReader(new Buffer().write(ask.body()), boundary.group(1))) {
            for (MultipartReader.Part part = reader.nextPart(); part != null; part = reader.nextPart()) {
                String disposition = header(part.headers(), "Content-Disposition");
                if (!disposition.contains("name=\"" + field + "\"")) {
                    continue;
                }
                Matcher name = FILE_NAME.matcher(disposition);
                if (!name.find() || !name.group(1).matches(".*[^.]\\.[^.]+")) {
                    throw Refusal.invalid("the file needs a name with an extension");
                }
                byte[] bytes = part.body().readByteArray();
                if (bytes.length == 0) {
                    throw Refusal.invalid("the file is empty");
                }
                return new FreshchatBooks.Upload(name.group(1), header(part.headers(), "Content-Type"), bytes);
            }
        } catch (IOException e) {
            throw Refusal.invalid("malformed multipart body");
        }
        throw Refusal.invalid("the field '" + field + "' is missing");
    }

    private static String header(Headers headers, String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }

    /** An uploaded file's bytes; null for any other path. */
    static @Nullable Answer serve(FreshchatBooks books, Ask ask) {
        if (!ask.segments().get(0).equals("cdn") || ask.segments().size() != 2) {
            return null;
        }
        FreshchatBooks.Upload upload = books.upload(ask.segments().get(1));
        return upload == null
                ? Answer.empty(404)
                : new Answer(200, Map.of("Content-Type", upload.contentType()), upload.bytes());
    }
}
