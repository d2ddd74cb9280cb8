package dev.byoc.examples.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the ledgers say.
 *
 * @param acknowledged messages that the relay has answered with 2xx
 * @param delivered those of them that have arrived
 * @param doubled arrivals of what had arrived before
 * @param unexplained those of the doubled for which an earlier arrival's answer had reached the relay; and arrivals of what was not sent there
 * @param lost acknowledged messages that have not arrived
 * @param misordered messages whose first arrival is behind that of a message sent later
 * @param findings a sentence for each unexplained, lost and misordered one
 */
record Verdict(
        int acknowledged,
        int delivered,
        int doubled,
        int unexplained,
        int lost,
        int misordered,
        List<String> findings) {

    Verdict {
        findings = List.copyOf(findings);
    }

    static Verdict of(List<Stream> streams) {
        Verdict all = new Verdict(0, 0, 0, 0, 0, 0, List.of());
        for (Stream stream : streams) {
            all = all.plus(of(stream));
        }
        return all;
    }

    private static Verdict of(Stream stream) {
        Map<String, Integer> places = new HashMap<>();
        stream.acknowledged().forEach(text -> places.put(text, places.size()));
        Set<String> arrived = new HashSet<>();
        Set<String> known = new HashSet<>();
        List<String> findings = new ArrayList<>();
        int doubled = 0;
        int unexplained = 0;
        int misordered = 0;
        int furthest = -1;
        for (Arrival arrival : stream.arrivals()) {
            String text = arrival.text();
            Integer place = places.get(text);
            if (place == null) {
                unexplained++;
                findings.add(stream.name() + ": \"" + text + "\" was not sent here");
            } else if (arrived.add(text)) {
                // By first arrivals alone, so that a copy neither makes nor hides a wrong order.
                if (place < furthest) {
                    misordered++;
                    findings.add(stream.name() + ": \"" + text + "\" is behind a later one");
                }
                furthest = Math.max(furthest, place);
            } else {
                doubled++;
                if (known.contains(text)) {
                    unexplained++;
                    findings.add(
                            stream.name() + ": \"" + text + "\" again, although the relay knew that it had arrived");
                }
            }
            if (arrival.answerReached()) {
                known.add(text);
            }
        }
        for (String text : stream.acknowledged()) {
            if (!arrived.contains(text)) {
                findings.add(stream.name() + ": lost \"" + text + "\"");
            }
        }
        int sent = stream.acknowledged().size();
        return new Verdict(sent, arrived.size(), doubled, unexplained, sent - arrived.size(), misordered, findings);
    }

    private Verdict plus(Verdict other) {
        List<String> both = new ArrayList<>(findings);
        both.addAll(other.findings);
        return new Verdict(
                acknowledged + other.acknowledged,
                delivered + other.delivered,
                doubled + other.doubled,
                unexplained + other.unexplained,
                lost + other.lost,
                misordered + other.misordered,
                both);
    }

    boolean good() {
        return unexplained == 0 && lost == 0 && misordered == 0;
    }

    /** The last line of a run. */
    String line(int kills) {
        return "kills=%d acknowledged=%d delivered=%d doubled=%d unexplained=%d lost=%d misordered=%d"
                .formatted(kills, acknowledged, delivered, doubled, unexplained, lost, misordered);
    }
}
