package dev.byoc.testkit.host;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A client that sends one message after another, each over a connection of its own, until it is told to end. Thread-safe. */
final class Sender {
    private final HostedRelay hosted;
    private final String customer;
    private final Queue<String> taken = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> others = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private boolean over;
    private @Nullable Wire wire;

    /** Begins at once, on a thread of its own. */
    Sender(HostedRelay hosted, String customer) {
        this.hosted = hosted;
        this.customer = customer;
        Thread thread = new Thread(() -> {
            try {
                sendAll();
                end.complete(null);
            } catch (RuntimeException | Error e) {
                end.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void sendAll() {
        for (int i = 1; !isOver(); i++) {
            String text = "<" + customer + "-" + i + ">";
            int status = status(hosted.message(customer, text));
            if (status == 200) {
                taken.add(text);
            } else {
                others.add(status);
            }
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    private int status(String message) {
        Wire made;
        try {
            made = hosted.connect();
        } catch (UncheckedIOException e) {
            // Not listening any more.
            return 0;
        }
        try (made) {
            hold(made);
            return made.send(message).answer().status();
        }
    }

    private synchronized void hold(Wire made) {
        wire = made;
        if (over) {
            made.close();
        }
    }

    /** What waits for an answer gets none: a host that has ended in a process that lives on may have left a connection as it was. */
    void end() {
        synchronized (this) {
            over = true;
            if (wire != null) {
                wire.close();
            }
        }
        end.join();
    }

    /** The texts that were answered 200; none is part of another. */
    List<String> taken() {
        return List.copyOf(taken);
    }

    /** The other statuses; 0: there was no answer. */
    List<Integer> others() {
        return List.copyOf(others);
    }
}
