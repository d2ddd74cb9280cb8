package dev.byoc.internal.checkpoint;

import dev.byoc.event.Loss;
import dev.byoc.json.Json;
import dev.byoc.message.MediaException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Losses as JSON, for the store. The tags are stored, so they never change. */
final class LossCodec {
    static final Tags<Loss.Kind> KINDS = new Tags<>(Map.of(
            Loss.Kind.DEGRADED, "degraded",
            Loss.Kind.CUT, "cut",
            Loss.Kind.REFUSED, "refused",
            Loss.Kind.DROPPED, "dropped"));

    static final Tags<Loss.Reason> REASONS = new Tags<>(Map.of(
            Loss.Reason.NO_SUCH_KIND, "no-such-kind",
            Loss.Reason.WRONG_TYPE, "wrong-type",
            Loss.Reason.TOO_LARGE, "too-large",
            Loss.Reason.TOO_MANY, "too-many",
            Loss.Reason.UNREADABLE, "unreadable",
            Loss.Reason.NO_ADDRESS, "no-address",
            Loss.Reason.NO_FILE, "no-file",
            Loss.Reason.NOT_TAKEN, "not-taken",
            Loss.Reason.HIDDEN, "hidden",
            Loss.Reason.RELATIVE_ADDRESS, "relative-address"));

    static final Tags<MediaException.Reason> FILES = new Tags<>(Map.ofEntries(
            Map.entry(MediaException.Reason.BAD_ADDRESS, "bad-address"),
            Map.entry(MediaException.Reason.NOT_PUBLIC, "not-public"),
            Map.entry(MediaException.Reason.BAD_REDIRECT, "bad-redirect"),
            Map.entry(MediaException.Reason.GONE, "gone"),
            Map.entry(MediaException.Reason.REFUSED, "refused"),
            Map.entry(MediaException.Reason.SERVER_ERROR, "server-error"),
            Map.entry(MediaException.Reason.UNREACHABLE, "unreachable"),
            Map.entry(MediaException.Reason.SILENT, "silent"),
            Map.entry(MediaException.Reason.TIMED_OUT, "timed-out"),
            Map.entry(MediaException.Reason.CUT_OFF, "cut-off"),
            Map.entry(MediaException.Reason.EMPTY, "empty"),
            Map.entry(MediaException.Reason.TOO_LARGE, "too-large"),
            Map.entry(MediaException.Reason.WRONG_TYPE, "wrong-type"),
            Map.entry(MediaException.Reason.NOT_TAKEN, "not-taken")));

    private LossCodec() {}

    static List<Json> write(List<PartLoss> losses) {
        return losses.stream().map(LossCodec::write).toList();
    }

    private static Json write(PartLoss lost) {
        Loss loss = lost.loss();
        return Json.object()
                .put("part", lost.part())
                .put("kind", KINDS.of(loss.kind()))
                .put("content", loss.content())
                .put("reason", REASONS.of(loss.reason()))
                .put("file", loss.file() == null ? null : FILES.of(loss.file()))
                .put("detail", loss.detail())
                .build();
    }

    static List<PartLoss> read(Json array) {
        return array.items().stream().map(LossCodec::lost).toList();
    }

    private static PartLoss lost(Json json) {
        String file = json.get("file").text();
        MediaException.@Nullable Reason why = file == null ? null : FILES.named(file);
        Loss loss = new Loss(
                KINDS.named(json.get("kind").textOr("")),
                json.get("content").textOr(""),
                REASONS.named(json.get("reason").textOr("")),
                why,
                json.get("detail").textOr(""));
        return new PartLoss((int) json.get("part").numberOr(PartLoss.WHOLE), loss);
    }
}
