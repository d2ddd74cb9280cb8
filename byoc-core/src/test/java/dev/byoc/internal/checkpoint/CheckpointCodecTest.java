package dev.byoc.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byoc.event.Loss;
import dev.byoc.internal.checkpoint.PostCheckpoint.Call;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases hold these: what changes here makes the checkpoints in them unreadable. */
class CheckpointCodecTest {
    private static final Outage OUTAGE =
            new Outage(Duration.ofSeconds(2), Instant.parse("2026-01-15T09:00:00.123Z"), Duration.ofSeconds(4), 3, 1);

    private static final Loss LOSS = new Loss(
            Loss.Kind.DROPPED, "Image", Loss.Reason.NO_FILE, MediaException.Reason.GONE, "it is no longer there");

    private static final String NO_OUTAGE = "{\"waited\":0,\"last\":0,\"last-wait\":0,\"failures\":0,\"cut-off\":0}";

    static Stream<Arguments> stored() {
        return Stream.of(
                Arguments.of(
                        PostCheckpoint.NONE
                                .call(new Call.Create(List.of("a", "b")), Doubt.TIMED_OUT)
                                .looked(),
                        "{\"of\":\"post\",\"call\":\"create\",\"before\":[\"a\",\"b\"],\"doubt\":\"timed-out\",\"looks\":1,\"reopened\":false,"
                                + "\"contents\":{},\"whole\":{},\"picture-uploads\":0,\"file-uploads\":0,\"outage\":"
                                + NO_OUTAGE
                                + ",\"told\":[]}"),
                Arguments.of(
                        PostCheckpoint.NONE
                                .call(new Call.PostTo("c"), Doubt.ANSWERED)
                                .reopens(),
                        "{\"of\":\"post\",\"call\":\"post-to\",\"conversation\":\"c\",\"doubt\":\"answered\",\"looks\":0,\"reopened\":true,"
                                + "\"contents\":{},\"whole\":{},\"picture-uploads\":0,\"file-uploads\":0,\"outage\":"
                                + NO_OUTAGE
                                + ",\"told\":[]}"),
                Arguments.of(
                        PostCheckpoint.NONE
                                .files(new BroughtFiles(
                                        Map.of(
                                                1,
                                                new Content.File(Media.at("https://x/a"), null),
                                                10,
                                                new Content.Text("a line")),
                                        Map.of(1, new Content.Image(Media.at("https://x/b"), null)),
                                        1,
                                        2,
                                        OUTAGE))
                                .told(List.of(new PartLoss(1, LOSS))),
                        "{\"of\":\"post\",\"call\":\"usual\",\"doubt\":\"broke-off\",\"looks\":0,\"reopened\":false,\"contents\":{"
                                + "\"1\":{\"kind\":\"file\",\"media\":{\"ref\":\"https://x/a\",\"size\":-1}},"
                                + "\"10\":{\"kind\":\"text\",\"text\":\"a line\"}},\"whole\":{"
                                + "\"1\":{\"kind\":\"image\",\"media\":{\"ref\":\"https://x/b\",\"size\":-1}}},\"picture-uploads\":1,\"file-uploads\":2,"
                                + "\"outage\":{\"waited\":2000,\"last\":1768467600123,\"last-wait\":4000,\"failures\":3,\"cut-off\":1},"
                                + "\"told\":[{\"part\":1,\"kind\":\"dropped\",\"content\":\"Image\",\"reason\":\"no-file\",\"file\":\"gone\","
                                + "\"detail\":\"it is no longer there\"}]}"),
                Arguments.of(
                        new ReplyCheckpoint(
                                List.of(0, 500_000),
                                2,
                                3,
                                1,
                                PictureUploads.NONE
                                        .taken("ab01", Media.of("https://x/p", "picture.png", "image/png", 9))
                                        .refused("cd02")
                                        .failed(),
                                Outage.NONE,
                                List.of()),
                        "{\"of\":\"reply\",\"parts\":[0,500000],\"looks\":2,\"round\":3,\"without-address\":1,"
                                + "\"pictures\":{\"taken\":{\"ab01\":{\"kind\":\"image\",\"media\":{\"ref\":\"https://x/p\","
                                + "\"file\":\"picture.png\",\"type\":\"image/png\",\"size\":9}}},\"refused\":[\"cd02\"],\"failures\":1},"
                                + "\"outage\":" + NO_OUTAGE + ",\"told\":[]}"),
                Arguments.of(
                        new NoteCheckpoint(Doubt.BROKE_OFF, 2),
                        "{\"of\":\"note\",\"doubt\":\"broke-off\",\"looks\":2}"));
    }

    @ParameterizedTest
    @MethodSource("stored")
    void checkpointIsStoredLikeThisAndReadFromIt(HandlerCheckpoint checkpoint, String json) {
        assertThat(new String(CheckpointCodec.write(checkpoint), StandardCharsets.UTF_8))
                .isEqualTo(json);

        assertThat(readerOf(checkpoint).apply(json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(checkpoint);
    }

    private static Function<byte[], HandlerCheckpoint> readerOf(HandlerCheckpoint checkpoint) {
        if (checkpoint instanceof PostCheckpoint) {
            return CheckpointCodec::post;
        }
        return checkpoint instanceof ReplyCheckpoint ? CheckpointCodec::reply : CheckpointCodec::note;
    }

    @Test
    void noHandlerIsWithoutAStoredForm() {
        Set<Class<?>> shown = stored().map(each -> each.get()[0].getClass()).collect(Collectors.toSet());

        assertThat(shown).isEqualTo(Set.of(HandlerCheckpoint.class.getPermittedSubclasses()));
    }

    @Test
    void whileNothingWasTriedNothingIsStored() {
        for (HandlerCheckpoint none : List.of(PostCheckpoint.NONE, ReplyCheckpoint.NONE, NoteCheckpoint.NONE)) {
            assertThat(CheckpointCodec.write(none)).isEmpty();
            assertThat(readerOf(none).apply(new byte[0])).isSameAs(none);
        }
    }

    @Test
    void valuesHaveTheseTags() {
        assertThat(Arrays.stream(Doubt.values()).map(CheckpointCodec.DOUBTS::of))
                .containsExactly("broke-off", "timed-out", "answered");
        assertThat(Arrays.stream(Loss.Kind.values()).map(LossCodec.KINDS::of))
                .containsExactly("degraded", "cut", "refused", "dropped");
        assertThat(Arrays.stream(Loss.Reason.values()).map(LossCodec.REASONS::of))
                .containsExactly(
                        "no-such-kind",
                        "wrong-type",
                        "too-large",
                        "too-many",
                        "unreadable",
                        "no-address",
                        "no-file",
                        "not-taken",
                        "hidden",
                        "relative-address");
        assertThat(Arrays.stream(MediaException.Reason.values()).map(LossCodec.FILES::of))
                .containsExactly(
                        "bad-address",
                        "not-public",
                        "bad-redirect",
                        "gone",
                        "refused",
                        "server-error",
                        "unreachable",
                        "silent",
                        "timed-out",
                        "cut-off",
                        "empty",
                        "too-large",
                        "wrong-type",
                        "not-taken");
    }

    /** To begin anew could say it twice: the entry becomes a dead letter in the end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"of\":\"note\",\"doubt\":\"broke-off\",\"looks\":0}",
                "{\"of\":\"post\",\"call\":\"telepathy\",\"doubt\":\"broke-off\"}",
                "{\"of\":\"post\",\"call\":\"usual\",\"doubt\":\"unheard-of\"}",
                "{\"of\":\"post\",\"call\":\"usual\",\"doubt\":\"broke-off\",\"told\":[{\"part\":1,\"kind\":\"sung\"}]}",
                "{}"
            })
    void checkpointOfANewerVersionIsNotReadAsNone(String stored) {
        assertThatThrownBy(() -> CheckpointCodec.post(stored.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalStateException.class);
    }
}
