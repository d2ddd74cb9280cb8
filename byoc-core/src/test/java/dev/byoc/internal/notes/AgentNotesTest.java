package dev.byoc.internal.notes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byoc.channel.Descriptor;
import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;
import dev.byoc.channel.config.ConfigSpec;
import dev.byoc.event.Loss;
import dev.byoc.freshchat.Skipped;
import dev.byoc.internal.account.Account;
import dev.byoc.internal.account.AccountOptions;
import dev.byoc.internal.dispatch.DeadLetterCause;
import dev.byoc.internal.task.Task;
import dev.byoc.internal.task.TaskCodec;
import dev.byoc.message.Button;
import dev.byoc.message.Content;
import dev.byoc.message.Media;
import dev.byoc.message.MediaException;
import dev.byoc.store.spi.Change;
import dev.byoc.store.spi.Checkpoint;
import dev.byoc.store.spi.Entry;
import dev.byoc.store.spi.NewEntry;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentNotesTest {
    private static final Instant WRITTEN = Instant.parse("2026-01-15T09:07:00Z");
    private static final Instant STORED = Instant.parse("2026-01-15T10:30:00Z");
    private static final String NOT_ARRIVED = "[byoc note] This answer did not reach the customer on Viber: ";
    private static final String MAY_HAVE_ARRIVED =
            "[byoc note] This answer may not have reached the customer on Viber: ";
    private static final String ASK = " Ask the customer, or send it again if a second copy does no harm.";

    private final Account account = account(Map.of());
    private final AgentNotes notes = notes(account);

    private static Account account(Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("topic", "Support");
        List<String> faults = new ArrayList<>();
        AccountOptions options = AccountOptions.of(AccountOptions.SPEC.read(all).settings(), Map.of(), faults);
        assertThat(faults).isEmpty();
        Descriptor viber = new Descriptor("viber", "Viber", ConfigSpec.none());
        return new Account("shop", viber, null, options, URI.create("https://relay.example"), null, null);
    }

    private static AgentNotes notes(Account account) {
        return new AgentNotes(Map.of(account.id(), account));
    }

    private static Task.Reply reply(@Nullable Instant written, Content... contents) {
        return new Task.Reply("anna", "m1", List.of("c1"), null, true, written, List.of(contents), List.of(), null);
    }

    private static Task.Reply says(String text) {
        return reply(WRITTEN, new Content.Text(text));
    }

    private Entry entry(Task task) {
        return entry(task, Checkpoint.NONE, Map.of());
    }

    private Entry entry(Task task, Checkpoint checkpoint, Map<Integer, List<String>> done) {
        return new Entry(7, account.outbound("anna"), "key", TaskCodec.write(task), STORED, 0, 0, checkpoint, done);
    }

    private static String text(Change change) {
        assertThat(change.entries()).hasSize(1);
        return text(change.entries().get(0));
    }

    private static String text(NewEntry entry) {
        return ((Task.Note) TaskCodec.read(entry.body())).text();
    }

    private String refused(Task.Reply reply) {
        return text(notes.refused(entry(reply), new SendResult.Refused(Reason.REJECTED, "code 17")));
    }

    /** What a note says of which answer it is about. */
    private String answerIn(Task.Reply reply) {
        String text = refused(reply);
        assertThat(text).startsWith(NOT_ARRIVED);
        return text.substring(NOT_ARRIVED.length(), text.indexOf(". The messenger does not take"));
    }

    /** Minutes are told as the machine's Java writes them. */
    private static final String AT = " \\(Jan 15, 2026, 9:07\\hAM UTC\\)";

    @Test
    void aNoteNamesTheMessengerTheAnswersWordsAndItsTime() {
        assertThat(refused(says("Where are you?")))
                .matches("\\[byoc note] This answer did not reach the customer on Viber: “Where are you\\?”" + AT
                        + "\\. The messenger does not take this message\\. Say it in other words;"
                        + " if that fails too, tell your administrator, who can look up the reason\\.");
    }

    @Test
    void twoAnswersThatFailedGiveTwoNotes() {
        assertThat(refused(says("one"))).isNotEqualTo(refused(says("two")));
        assertThat(refused(says("one"))).isNotEqualTo(refused(reply(WRITTEN.plusSeconds(60), new Content.Text("one"))));
    }

    @Test
    void anAnswerOfUnknownTimeIsToldByTheTimeItWasStored() {
        assertThat(answerIn(reply(null, new Content.Text("Hi")))).matches("“Hi” \\(Jan 15, 2026, 10:30\\hAM UTC\\)");
    }

    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of("  \u200b  Hi\u00ad", "Hi"),
                Arguments.of("one\n\n two\t three", "one two three"),
                Arguments.of("\u202eright to left", "right to left"),
                Arguments.of("<b>bold</b> & **more**", "‹b›bold‹/b› & **more**"),
                Arguments.of("👩‍👩‍👧 and 🇧🇬", "👩‍👩‍👧 and 🇧🇬"));
    }

    @ParameterizedTest
    @MethodSource("words")
    void theWordsStandInOneLineAndAreNoMarkup(String text, String shown) {
        assertThat(answerIn(says(text))).matches("“\\Q" + shown + "\\E”" + AT);
    }

    @Test
    void wordsAreCutBetweenGraphemes() {
        assertThat(answerIn(says("👩‍👩‍👧".repeat(61)))).startsWith("“" + "👩‍👩‍👧".repeat(37) + "…”");
        assertThat(answerIn(says("é".repeat(61)))).startsWith("“" + "é".repeat(60) + "…”");
        assertThat(answerIn(says("é".repeat(60)))).startsWith("“" + "é".repeat(60) + "”");
        assertThat(answerIn(says("z" + "\u0301".repeat(100_000)))).startsWith("“…” (");
    }

    static Stream<Arguments> withoutText() {
        Media photo = Media.of("https://files.example/x?secret=1", "boots.jpg", "image/jpeg", 10);
        Media bare = Media.of("https://files.example/x?secret=1", null, "image/jpeg", 10);
        return Stream.of(
                Arguments.of(new Content.Image(bare, null), "Picture"),
                Arguments.of(new Content.Image(photo, " \u200b"), "Picture boots.jpg"),
                Arguments.of(new Content.Image(photo, "These"), "“These”"),
                Arguments.of(new Content.Text(" \n\u3164 "), "(empty message)"),
                Arguments.of(new Content.Buttons("Which?", List.of(new Button.Reply("Red", "red"))), "“Which?”"),
                Arguments.of(new Content.Contact("Ada", "+1"), "Contact: Ada +1"));
    }

    @ParameterizedTest
    @MethodSource("withoutText")
    void anAnswerWithoutTextIsToldByWhatItIs(Content content, String shown) {
        assertThat(answerIn(reply(WRITTEN, content))).matches("\\Q" + shown + "\\E" + AT);
    }

    @Test
    void wordsComeBeforeAPicture() {
        Media photo = Media.of("https://files.example/x", null, "image/jpeg", 10);

        assertThat(answerIn(reply(WRITTEN, new Content.Image(photo, null), new Content.Text("These?"))))
                .startsWith("“These?” (");
    }

    @Test
    void anAnswerOfNothingThatIsKnownIsToldByItsName() {
        Task.Reply reply = new Task.Reply(
                "anna",
                "m1",
                List.of("c1"),
                null,
                true,
                WRITTEN,
                List.of(),
                List.of(new Skipped("hologram", Skipped.Why.UNKNOWN)),
                null);

        assertThat(answerIn(reply)).startsWith("Something of the kind “hologram” (");
    }

    @Test
    void aMessageOfTheApplicationsIsNoAgentsAnswer() {
        Task.Reply reply = new Task.Reply(
                "anna", "m1", List.of(), null, true, null, List.of(new Content.Text("Hi")), List.of(), null);

        assertThat(answerIn(reply)).startsWith("“Hi” (").endsWith("), which your application sent");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void aRefusalIsToldWithoutItsCodes(Reason reason) {
        String text = text(notes.refused(entry(says("Hi")), new SendResult.Refused(reason, "HTTP 404 code 17")));

        assertThat(text).startsWith(NOT_ARRIVED + "“Hi” (");
        String why = text.substring(text.indexOf("UTC). ") + 6);
        assertThat(why).isNotBlank().doesNotContainPattern("\\d").doesNotContain("HTTP", "code", reason.name());
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"AUTH", "MISCONFIGURED", "REJECTED"})
    void whatOnlyAnAdministratorCanMendSaysSo(Reason reason) {
        assertThat(text(notes.refused(entry(says("Hi")), new SendResult.Refused(reason, ""))))
                .containsIgnoringCase("tell your administrator");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \u200b"})
    void aChannelsOwnSentenceGoesBeforeOursUnlessItIsBlank(String blank) {
        SendResult.Refused refused = new SendResult.Refused(Reason.REJECTED, "code 17");

        assertThat(text(notes.refused(entry(says("Hi")), refused.told("Write first."))))
                .endsWith("UTC). Write first.");
        assertThat(text(notes.refused(entry(says("Hi")), refused.told(blank)))).contains("Say it in other words");
    }

    @Test
    void ofAnAnswerThatWasSentInPartTheBeginningIsKnownToHaveArrived() {
        Entry entry = entry(says("Hi"), Checkpoint.NONE, Map.of(0, List.of("x")));

        assertThat(text(notes.refused(entry, new SendResult.Refused(Reason.TOO_LARGE, ""))))
                .startsWith("[byoc note] Only the beginning of this answer reached the customer on Viber: “Hi” (");
    }

    @Test
    void anUnknownOutcomeIsLeftToTheAgent() {
        assertThat(text(notes.mayHaveArrived(entry(says("Hi")))))
                .startsWith(MAY_HAVE_ARRIVED + "“Hi” (")
                .endsWith("). The messenger gave no clear answer." + ASK);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EXPIRED|It could not be sent in time, so it is not sent any more. Send it again if it still helps.",
                "EXHAUSTED|Every attempt to send it failed. Send it again later; if that fails too, tell your administrator.",
                "FAULT|Something failed on our side. Tell your administrator, who can have this answer sent after all.",
            })
    void aDeadLetterOfTheDispatchersIsToldByItsCause(DeadLetterCause cause, String why) {
        assertThat(text(notes.onDeadLettered(entry(says("Hi")), cause, Change.NONE)))
                .startsWith(NOT_ARRIVED + "“Hi” (")
                .endsWith("). " + why);
    }

    @ParameterizedTest
    @EnumSource(DeadLetterCause.class)
    void aDeadLetterOfUnknownOutcomeIsLeftToTheAgent(DeadLetterCause cause) {
        Checkpoint unsettled = Checkpoint.NONE.asUnsettled();
        Entry before = entry(says("Hi"), unsettled, Map.of());
        String text = text(notes.onDeadLettered(before, cause, Change.NONE));

        assertThat(text).startsWith(MAY_HAVE_ARRIVED + "“Hi” (").endsWith(ASK);
        assertThat(text(notes.onDeadLettered(entry(says("Hi")), cause, Change.NONE.checkpoint(unsettled))))
                .isEqualTo(text);
    }

    @Test
    void aDeadLetterThatIsNoAnswerHasNoNote() {
        Entry note = entry(new Task.Note("anna", "words"));

        assertThat(notes.onDeadLettered(note, DeadLetterCause.FAULT, Change.NONE))
                .isEqualTo(Change.NONE);
    }

    @Test
    void anAnswerBehindAReadingIsToldToo() {
        Task waiting = new Task.AfterReading("shop", "anna", List.of("c1"), null, says("Hi"));

        assertThat(text(notes.onDeadLettered(entry(waiting), DeadLetterCause.EXPIRED, Change.NONE)))
                .startsWith(NOT_ARRIVED + "“Hi” (");
    }

    @Test
    void anAnswerWithoutATypeIsLeftToWhoWroteIt() {
        assertThat(text(notes.withheld(entry(says("Hi")))))
                .contains("Freshchat did not say whether it is an answer or a private note")
                .doesNotContain("untyped-replies");
    }

    @Test
    void missedAnswersAreCountedAndTheNewestIsNamed() {
        Answer newest = new Answer(List.of(new Content.Text("late")), List.of(), WRITTEN, false);

        assertThat(text(notes.tooOld(account, "anna", 1, "m9", newest)))
                .startsWith(
                        "[byoc note] While the connection to Viber was down, an answer was given that did not reach the customer"
                                + ": “late” (");
        assertThat(text(notes.ambiguous(account, "anna", 1_200, "m9", newest)))
                .startsWith(
                        "[byoc note] While the connection to Viber was down, 1,200 answers were given that did not reach the customer"
                                + ". The newest is “late” (");
        assertThat(text(notes.unsure(account, "anna", 2, "m9", newest)))
                .startsWith(
                        "[byoc note] While the connection to Viber was down, 2 answers were given that may not have reached the customer"
                                + ". The newest is “late” (")
                .endsWith(ASK);
    }

    @Test
    void anAnswerOfNoKnownTimeIsToldByItsWordsAlone() {
        Answer answer = new Answer(List.of(new Content.Text("Hi")), List.of(), null, false);

        assertThat(text(notes.torn(account, "anna", "m1", answer)))
                .isEqualTo(NOT_ARRIVED
                        + "“Hi”. Freshchat named more than one customer for it, so it was not sent. Send it again, and"
                        + " tell your administrator.");
    }

    @Test
    void lossesAreOneLineEachWithoutTheMessengersCodes() {
        AgentNotes all = notes(account(Map.of("note-losses", "yes")));
        String text = text(all.onLosses(
                entry(says("Hi")),
                List.of(
                        Loss.ofFile("Image", new MediaException(MediaException.Reason.GONE)),
                        Loss.leftOut("Video", "code 17"),
                        Loss.refused("Text", "code 18"),
                        Loss.of(Loss.Kind.CUT, "Message", Loss.Reason.TOO_MANY),
                        Loss.of(Loss.Kind.DROPPED, "Hidden part", Loss.Reason.HIDDEN),
                        Loss.of(Loss.Kind.DROPPED, "poll", Loss.Reason.UNREADABLE))));

        assertThat(text)
                .startsWith(
                        "[byoc note] The customer on Viber does not see all of this answer as it was written: “Hi” (")
                .endsWith(
                        ").\n- A picture was left out: it is no longer there"
                                + "\n- A video was left out: the messenger did not take it"
                                + "\n- A text went in another form: the messenger did not take it as it was"
                                + "\n- The message was cut: it has more parts than the messenger allows"
                                + "\n- A hidden part was left out: it is hidden where it was written"
                                + "\n- Something of the kind “poll” was left out: messages of this kind are not known here\nSend what was left out in another way if the customer needs it.");
    }

    @Test
    void theSameLossOfTwoPartsIsTwoLines() {
        Change note = notes.onLosses(
                entry(says("Hi")), List.of(Loss.leftOut("Text", "code 17"), Loss.leftOut("Text", "code 18")));

        assertThat(text(note).lines())
                .filteredOn(line -> line.startsWith("- A text was left out"))
                .hasSize(2);
    }

    @Test
    void whatWentInAnotherFormIsToldWhereTheAccountWantsThatAlone() {
        List<Loss> losses = List.of(Loss.of(Loss.Kind.DEGRADED, "Cards", Loss.Reason.NO_SUCH_KIND));

        assertThat(notes.onLosses(entry(says("Hi")), losses)).isEqualTo(Change.NONE);
    }

    @Test
    void anAccountOfKoreanAgentsHasKoreanNotesInItsOwnTime() {
        Account korean = account(Map.of("agent-language", "ko", "agent-time-zone", "Asia/Seoul"));

        assertThat(text(notes(korean).refused(entry(says("안녕하세요")), new SendResult.Refused(Reason.REJECTED, ""))))
                .startsWith("[byoc note] 이 답변은 Viber에서 고객에게 전달되지 않았습니다: “안녕하세요” (2026. 1. 15. 오후 6:07 KST). ");
        assertThat(text(notes(korean).cameWith(korean, "anna", "key", "campaign 7")))
                .isEqualTo("[byoc note] 고객의 유입 정보: campaign 7");
    }

    @Test
    void anAnswersWordsAreInNoLog() {
        assertThat(new Answer(List.of(new Content.Text("secret")), List.of(), WRITTEN, false))
                .asString()
                .doesNotContain("secret");
    }
}
