package dev.byoc.internal.task;

import dev.byoc.json.Json;
import dev.byoc.message.Media;
import dev.byoc.message.Pixels;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Descriptions of files as JSON, for the store. The names are stored, so they never change. */
final class MediaCodec {
    private MediaCodec() {}

    static @Nullable Json write(@Nullable Media media) {
        if (media == null) {
            return null;
        }
        Duration duration = media.duration();
        Pixels pixels = media.pixels();
        return Json.object()
                .put("ref", media.ref())
                .put("file", media.fileName())
                .put("type", media.contentType())
                .put("size", media.sizeBytes())
                .put("millis", duration == null ? null : duration.toMillis())
                .put("width", pixels == null ? null : pixels.width())
                .put("height", pixels == null ? null : pixels.height())
                .put("preview", write(media.preview()))
                .build();
    }

    /** Null: nothing is there. */
    static @Nullable Media read(Json json) {
        if (!json.isObject()) {
            return null;
        }
        long millis = json.get("millis").numberOr(-1);
        long width = json.get("width").numberOr(0);
        long height = json.get("height").numberOr(0);
        return Media.of(
                        string(json, "ref"),
                        json.get("file").text(),
                        json.get("type").text(),
                        json.get("size").numberOr(-1))
                .withDuration(millis < 0 ? null : Duration.ofMillis(millis))
                .withPixels(width < 1 || height < 1 ? null : new Pixels((int) width, (int) height))
                .withPreview(read(json.get("preview")));
    }

    /** A text that is always stored. */
    static String string(Json json, String name) {
        String text = json.get(name).text();
        if (text == null) {
            throw new IllegalStateException("stored content without " + name);
        }
        return text;
    }
}
