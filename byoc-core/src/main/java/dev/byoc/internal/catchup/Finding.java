package dev.byoc.internal.catchup;

import dev.byoc.store.spi.LinkChange;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What readings of one conversation have come to, as the store keeps it until an event tells. Numbers as in
 * {@link dev.byoc.event.RelayEvent.CaughtUp}.
 */
record Finding(
        String conversation,
        int sent,
        int tooOld,
        int unsure,
        int ambiguous,
        int leftOut,
        boolean cutShort,
        boolean unreadable) {
    /** The conversation's id stands last, as it may hold blanks. */
    private static final int FIELDS = 8;

    static LinkChange unreadable(Subject subject) {
        return stored(subject, new Finding(subject.name(), 0, 0, 0, 0, 0, false, true));
    }

    static LinkChange of(Subject subject, Count count, boolean cutShort) {
        return stored(
                subject,
                new Finding(
                        subject.name(),
                        count.sent(),
                        count.tooOld(),
                        count.unsure(),
                        count.ambiguous(),
                        count.leftOut(),
                        cutShort,
                        false));
    }

    private static LinkChange stored(Subject subject, Finding finding) {
        return new LinkChange.WasRead(subject.account().id(), subject.link().customer(), finding.text());
    }

    /** With a later reading, which finds anew what is not stored under a key, and nothing else. */
    Finding and(Finding later) {
        return new Finding(
                conversation,
                sent + later.sent,
                tooOld + later.tooOld,
                later.unsure,
                ambiguous + later.ambiguous,
                Math.max(leftOut, later.leftOut),
                cutShort || later.cutShort,
                later.unreadable);
    }

    String text() {
        return IntStream.of(sent, tooOld, unsure, ambiguous, leftOut, cutShort ? 1 : 0, unreadable ? 1 : 0)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(" "))
                + " " + conversation;
    }

    static Finding read(String text) {
        String[] fields = text.split(" ", FIELDS);
        int[] n =
                Arrays.stream(fields, 0, FIELDS - 1).mapToInt(Integer::parseInt).toArray();
        return new Finding(fields[FIELDS - 1], n[0], n[1], n[2], n[3], n[4], n[5] != 0, n[6] != 0);
    }
}
