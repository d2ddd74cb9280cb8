package dev.byoc.examples.sandbox;

import dev.byoc.testkit.freshchat.FakeFreshchat;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Plays what customers and the agent do, one action after another, and shows the effects of each once all is quiet. */
final class Acts {
    private final Transcript transcript;
    private final FakeFreshchat freshchat;
    private final Runnable settle;
    private final Supplier<Ledger> ledger;

    /** @param settle waits until all is quiet */
    Acts(Transcript transcript, FakeFreshchat freshchat, Runnable settle, Supplier<Ledger> ledger) {
        this.transcript = transcript;
        this.freshchat = freshchat;
        this.settle = settle;
        this.ledger = ledger;
    }

    /** An action that becomes a webhook. */
    void act(String what, IntSupplier webhook) {
        transcript.act(what, webhook);
        settle.run();
        transcript.seen(ledger.get());
    }

    /** The agent answers; the text may hold HTML, as Freshchat's editor writes it. */
    void answers(String customer, String conversation, String html) {
        act(
                "Ada, in Freshchat, answers " + customer + ": " + html,
                () -> freshchat.agent().says(conversation, html));
    }

    /** The agent gives the customer a choice. */
    void offers(String customer, String conversation, String question, String... choices) {
        act(
                "Ada, in Freshchat, gives " + customer + " a choice",
                () -> freshchat.agent().sends(conversation, AgentParts.choice(question, choices)));
    }

    /** The agent writes a private note. */
    void notes(String customer, String conversation, String text) {
        act(
                "Ada, in Freshchat, writes a private note about " + customer,
                () -> freshchat.agent().writesNote(conversation, text));
    }
}
