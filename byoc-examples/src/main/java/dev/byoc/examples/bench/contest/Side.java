package dev.byoc.examples.bench.contest;

/** One of those that are compared in one process: each has its turn while the others rest. */
public interface Side {
    /** Messages that are done before anything counts, such as one of each customer. */
    default int introduction() {
        return 0;
    }

    /** Makes what the next turn needs. Not measured. */
    void prepare(int messages);

    /** What the process has used that this side runs in. */
    default Usage usage() {
        return Usage.now();
    }

    /** Does so many messages, and returns when the last is done. */
    void run(int messages);
}
