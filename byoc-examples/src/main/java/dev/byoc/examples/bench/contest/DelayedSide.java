package dev.byoc.examples.bench.contest;

import dev.byoc.examples.bench.rig.Far;

/** In the turns of this side Freshchat takes so long for its answers. */
record DelayedSide(Side side, Far far, int millis) implements Side {
    @Override
    public int introduction() {
        return side.introduction();
    }

    @Override
    public void prepare(int messages) {
        far.delay(millis);
        side.prepare(messages);
    }

    @Override
    public void run(int messages) {
        side.run(messages);
    }
}
