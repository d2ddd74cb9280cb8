package dev.byoc.internal.checkpoint;

import dev.byoc.internal.checkpoint.PostCheckpoint.Call;
import dev.byoc.internal.task.ContentCodec;
import dev.byoc.internal.task.MediaContents;
import dev.byoc.json.Json;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Checkpoints as bytes, for the store; none, while nothing was tried. The tags are stored, so they never change. */
public final class CheckpointCodec {
    private static final String POST = "post";
    private static final String REPLY = "reply";
    private static final String NOTE = "note";

    private static final String USUAL = "usual";
    private static final String POST_TO = "post-to";
    private static final String CREATE = "create";

    static final Tags<Doubt> DOUBTS = new Tags<>(Map.of(
            Doubt.BROKE_OFF, "broke-off",
            Doubt.TIMED_OUT, "timed-out",
            Doubt.ANSWERED, "answered"));

    private static final byte[] NOTHING = {};

    private CheckpointCodec() {}

    public static byte[] write(HandlerCheckpoint checkpoint) {
        if (checkpoint.equals(PostCheckpoint.NONE)
                || checkpoint.equals(ReplyCheckpoint.NONE)
                || checkpoint.equals(NoteCheckpoint.NONE)) {
            return NOTHING;
        }
        if (checkpoint instanceof PostCheckpoint post) {
            return json(post).build().bytes();
        }
        return checkpoint instanceof ReplyCheckpoint reply
                ? json(reply).build().bytes()
                : json((NoteCheckpoint) checkpoint).build().bytes();
    }

    private static Json.Builder json(PostCheckpoint post) {
        Json.Builder json = Json.object().put("of", POST);
        if (post.call() instanceof Call.PostTo to) {
            json.put("call", POST_TO).put("conversation", to.conversation());
        } else if (post.call() instanceof Call.Create create) {
            json.put("call", CREATE).put("before", create.before());
        } else {
            json.put("call", USUAL);
        }
        BroughtFiles files = post.files();
        return json.put("doubt", DOUBTS.of(post.doubt()))
                .put("looks", post.looks())
                .put("reopened", post.reopened())
                .put("contents", json(files.contents()))
                .put("whole", json(files.whole()))
                .put("picture-uploads", files.pictureUploads())
                .put("file-uploads", files.fileUploads())
                .put("outage", json(files.outage()))
                .put("told", LossCodec.write(post.told()));
    }

    private static Map<String, Json> json(Map<Integer, Content> contents) {
        Map<String, Json> json = new TreeMap<>();
        contents.forEach((number, content) -> json.put(
                String.valueOf(number), ContentCodec.write(List.of(content)).get(0)));
        return json;
    }

    private static Json.Builder json(ReplyCheckpoint reply) {
        return Json.object()
                .put("of", REPLY)
                .put("parts", reply.parts())
                .put("looks", reply.looks())
                .put("round", reply.round())
                .put("without-address", reply.withoutAddress())
                .put("pictures", json(reply.pictures()))
                .put("outage", json(reply.outage()))
                .put("told", LossCodec.write(reply.told()));
    }

    private static Json.Builder json(NoteCheckpoint note) {
        return Json.object()
                .put("of", NOTE)
                .put("doubt", DOUBTS.of(note.doubt()))
                .put("looks", note.looks());
    }

    private static Json.Builder json(PictureUploads pictures) {
        Map<String, Json> taken = new TreeMap<>();
        pictures.taken()
                .forEach((picture, media) -> taken.put(
                        picture,
                        ContentCodec.write(List.of(new Content.Image(media, null)))
                                .get(0)));
        return Json.object()
                .put("taken", taken)
                .put("refused", pictures.refused().stream().sorted().toList())
                .put("failures", pictures.failures());
    }

    private static Json.Builder json(Outage outage) {
        return Json.object()
                .put("waited", outage.waited().toMillis())
                .put("last", outage.last().toEpochMilli())
                .put("last-wait", outage.lastWait().toMillis())
                .put("failures", outage.failures())
                .put("cut-off", outage.cutOff());
    }

    static PostCheckpoint post(byte[] stored) {
        if (stored.length == 0) {
            return PostCheckpoint.NONE;
        }
        Json json = read(stored, POST);
        return new PostCheckpoint(
                call(json),
                DOUBTS.named(json.get("doubt").textOr("")),
                count(json, "looks"),
                json.get("reopened").isTrue(),
                new BroughtFiles(
                        contents(json.get("contents")),
                        contents(json.get("whole")),
                        count(json, "picture-uploads"),
                        count(json, "file-uploads"),
                        outage(json.get("outage"))),
                LossCodec.read(json.get("told")));
    }

    private static Map<Integer, Content> contents(Json json) {
        Map<Integer, Content> contents = new HashMap<>();
        json.fields()
                .forEach((number, content) -> contents.put(
                        Integer.valueOf(number),
                        ContentCodec.read(Json.of(List.of(content))).get(0)));
        return contents;
    }

    private static Call call(Json json) {
        String tag = json.get("call").textOr("");
        return switch (tag) {
            case USUAL -> new Call.Usual();
            case POST_TO -> new Call.PostTo(json.get("conversation").textOr(""));
            case CREATE -> new Call.Create(texts(json.get("before")));
            default -> throw new IllegalStateException("a newer version stored a call of kind " + tag);
        };
    }

    static ReplyCheckpoint reply(byte[] stored) {
        if (stored.length == 0) {
            return ReplyCheckpoint.NONE;
        }
        Json json = read(stored, REPLY);
        return new ReplyCheckpoint(
                json.get("parts").items().stream()
                        .map(number -> (int) number.numberOr(0))
                        .toList(),
                count(json, "looks"),
                count(json, "round"),
                count(json, "without-address"),
                pictures(json.get("pictures")),
                outage(json.get("outage")),
                LossCodec.read(json.get("told")));
    }

    static NoteCheckpoint note(byte[] stored) {
        if (stored.length == 0) {
            return NoteCheckpoint.NONE;
        }
        Json json = read(stored, NOTE);
        return new NoteCheckpoint(DOUBTS.named(json.get("doubt").textOr("")), count(json, "looks"));
    }

    private static Json read(byte[] stored, String of) {
        Json json = Json.parse(stored);
        if (!json.get("of").textOr("").equals(of)) {
            throw new IllegalStateException("a checkpoint of another handler than " + of);
        }
        return json;
    }

    private static PictureUploads pictures(Json json) {
        Map<String, Media> taken = new HashMap<>();
        json.get("taken").fields().forEach((picture, content) -> {
            Media media = MediaContents.mediaOf(
                    ContentCodec.read(Json.of(List.of(content))).get(0));
            if (media != null) {
                taken.put(picture, media);
            }
        });
        return new PictureUploads(taken, Set.copyOf(texts(json.get("refused"))), count(json, "failures"));
    }

    private static List<String> texts(Json array) {
        return array.items().stream().map(Json::text).filter(Objects::nonNull).toList();
    }

    private static Outage outage(Json json) {
        return new Outage(
                Duration.ofMillis(json.get("waited").numberOr(0)),
                Instant.ofEpochMilli(json.get("last").numberOr(0)),
                Duration.ofMillis(json.get("last-wait").numberOr(0)),
                count(json, "failures"),
                count(json, "cut-off"));
    }

    private static int count(Json json, String name) {
        return (int) json.get(name).numberOr(0);
    }
}
