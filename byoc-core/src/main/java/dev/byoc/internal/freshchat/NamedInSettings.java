package dev.byoc.internal.freshchat;

import dev.byoc.freshchat.FreshchatException;
import dev.byoc.internal.report.Reports;
import java.util.Map;

/** What settings name of Freshchat: topics, groups, and the agent of notes. Thread-safe. */
public final class NamedInSettings {
    private final Topics topics;
    private final Groups groups;
    private final NoteAgent noteAgent;
    private final Reports reports;

    public NamedInSettings(Topics topics, Groups groups, NoteAgent noteAgent, Reports reports) {
        this.topics = topics;
        this.groups = groups;
        this.noteAgent = noteAgent;
        this.reports = reports;
    }

    /**
     * Asks for all of them, and tells which are not there.
     *
     * @throws FreshchatException if Freshchat did not say; of groups and agents it may also refuse to, which is told as theirs
     */
    public void look() {
        Map<String, String> gone = topics.look();
        for (String account : topics.accounts()) {
            String why = gone.get(account);
            if (why == null) {
                reports.topicFound(account);
            } else {
                reports.topicMissing(account, why);
            }
        }
        groups.look();
        noteAgent.anew();
    }
}
