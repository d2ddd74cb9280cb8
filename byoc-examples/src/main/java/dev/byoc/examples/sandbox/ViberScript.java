package dev.byoc.examples.sandbox;

import dev.byoc.testkit.viber.ViberCustomer;
import java.util.List;

/** What two customers and one agent say to each other, and what has to be on both sides afterwards. */
final class ViberScript {
    /** In full: nothing may be missing, nothing more be there, and each conversation has its order. */
    static final Ledger EXPECTED = new Ledger(List.of(
            new Row("Freshchat", "Anna", "customer", "viber:viber-main:dyN4Ob6OXfag%2BAtd%2F1SifA%3D%3D"),
            new Row("Freshchat", "Anna", "conversation", "new"),
            new Row("Freshchat", "Anna", "user", "Hello! Do you have these boots in 38?"),
            new Row("Freshchat", "Anna", "system", "."),
            new Row("Freshchat", "Anna", "user", "These ones + picture"),
            new Row("Freshchat", "Anna", "agent", "Hi <b>Anna</b>, one moment &amp; I&#39;ll look"),
            new Row("Freshchat", "Anna", "agent note", "Regular customer, may have 10 % off"),
            new Row("Freshchat", "Anna", "user", "Sticker: 40133"),
            new Row("Freshchat", "Anna", "agent", "Yes. Which colour? + [Red] [Black]"),
            new Row("Freshchat", "Anna", "user", "Black"),
            new Row("Freshchat", "Anna", "agent", "file care-guide.pdf"),
            new Row("Freshchat", "Anna", "user", "Спасибо! One more thing: do you ship? 📦"),
            new Row("Freshchat", "Anna", "agent", "We do, in two days."),
            new Row("Freshchat", "Anna", "agent", "They are on their way."),
            new Row("Freshchat", "Boris", "customer", "viber:viber-main:qF3x7Zk%2BLw2%2FVr9TbHs0Aw%3D%3D"),
            new Row("Freshchat", "Boris", "conversation", "new"),
            new Row("Freshchat", "Boris", "user", "Where are you?"),
            new Row("Freshchat", "Boris", "system", "."),
            new Row("Freshchat", "Boris", "agent", "At 5 Main Street. And you?"),
            new Row("Freshchat", "Boris", "user", "Location: https://maps.google.com/?q=42.6977,23.3219"),
            new Row(
                    "Freshchat",
                    "Boris",
                    "bot note",
                    "[byoc note] The customer can no longer be reached on Viber, until they write again."),
            new Row("Freshchat", "Boris", "agent", "Did you find us?"),
            new Row(
                    "Freshchat",
                    "Boris",
                    "bot note",
                    "[byoc note] This answer did not reach the customer on Viber: “Did you find us?” (just now). The customer is not"
                            + " subscribed to this Viber bot, and has to write to it first. If they have only just written, send the"
                            + " answer again."),
            new Row("Viber", "Anna", "text", "Hi Anna, one moment & I'll look"),
            new Row("Viber", "Anna", "text", "Yes. Which colour? [Red] [Black]"),
            new Row("Viber", "Anna", "file", "care-guide.pdf"),
            new Row("Viber", "Anna", "text", "We do, in two days."),
            new Row("Viber", "Anna", "text", "They are on their way."),
            new Row("Viber", "Boris", "text", "At 5 Main Street. And you?")));

    private final ViberStage stage;
    private final Transcript transcript;
    private final Acts acts;

    ViberScript(ViberStage stage, Transcript transcript) {
        this.stage = stage;
        this.transcript = transcript;
        this.acts = new Acts(transcript, stage.freshchat, stage::settle, stage::ledger);
    }

    void play() {
        ViberCustomer anna = stage.anna;
        ViberCustomer boris = stage.boris;
        says(anna, "Hello! Do you have these boots in 38?");
        acts.act(
                "Anna, on Viber, sends a picture",
                () -> anna.sendsPicture(stage.hosts("boots.jpg", "image/jpeg"), "These ones"));
        says(boris, "Where are you?");
        answers(anna, "Hi <b>Anna</b>, one moment &amp; I&#39;ll look");
        acts.notes("Anna", stage.conversation(anna), "Regular customer, may have 10 % off");
        answers(boris, "At 5 Main Street. And you?");
        acts.act("Boris, on Viber, sends where he is", () -> boris.sendsLocation(42.6977, 23.3219));
        acts.act("Anna, on Viber, sends a sticker", () -> anna.sendsSticker(40133));
        acts.offers("Anna", stage.conversation(anna), "Yes. Which colour?", "Red", "Black");
        acts.act("Anna, on Viber, taps [Black]", () -> anna.taps("Black"));
        acts.act(
                "Ada, in Freshchat, sends Anna a file",
                () -> stage.freshchat
                        .agent()
                        .sends(
                                stage.conversation(anna),
                                AgentParts.file("care-guide.pdf", stage.hosts("care-guide.pdf", "application/pdf"))));
        acts.act(
                "Ada, in Freshchat, resolves Anna's conversation",
                () -> stage.freshchat.agent().resolves(stage.conversation(anna)));
        says(anna, "Спасибо! One more thing: do you ship? 📦");
        answers(anna, "We do, in two days.");
        acts.act("Boris, on Viber, unsubscribes", boris::unsubscribes);
        answers(boris, "Did you find us?");
        answersWithoutARelay(anna, "They are on their way.");
    }

    private void answersWithoutARelay(ViberCustomer customer, String text) {
        transcript.act("The relay is stopped");
        stage.stopRelay();
        transcript.act("Ada, in Freshchat, answers " + customer.name() + ": " + text);
        stage.freshchat.agent().says(stage.conversation(customer), text);
        transcript.seen(stage.ledger());
        transcript.act("The relay is started again, and looks for what it missed");
        stage.startRelay();
        transcript.seen(stage.ledger());
    }

    /** The customer writes. */
    void says(ViberCustomer customer, String text) {
        acts.act(customer.name() + ", on Viber, says: " + text, () -> customer.says(text));
    }

    /** The agent answers; the text may hold HTML, as Freshchat's editor writes it. */
    void answers(ViberCustomer customer, String html) {
        acts.answers(customer.name(), stage.conversation(customer), html);
    }
}
