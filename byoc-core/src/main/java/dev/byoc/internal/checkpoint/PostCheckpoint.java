package dev.byoc.internal.checkpoint;

import java.util.List;

/**
 * Of a customer's message.
 *
 * @param call the call that may have been done, or is about to be made
 * @param doubt why it is not known whether it was done
 * @param looks how often Freshchat was asked since whether it was
 * @param reopened whether the conversation's status was set to new for it, or may have been
 */
public record PostCheckpoint(
        Call call, Doubt doubt, int looks, boolean reopened, BroughtFiles files, List<PartLoss> told)
        implements HandlerCheckpoint {
    /** Nothing was tried. */
    public static final PostCheckpoint NONE =
            new PostCheckpoint(new Call.Usual(), Doubt.BROKE_OFF, 0, false, BroughtFiles.NONE, List.of());

    /** A call by which the message may have reached Freshchat. */
    public sealed interface Call {
        /** A post to where the customer's messages go, as far as that was known; or a call before it. */
        record Usual() implements Call {}

        /** A post to that conversation. */
        record PostTo(String conversation) implements Call {}

        /**
         * A new conversation.
         *
         * @param before the user's conversations before
         */
        record Create(List<String> before) implements Call {
            public Create {
                before = List.copyOf(before);
            }
        }
    }

    public PostCheckpoint {
        told = List.copyOf(told);
    }

    /** This call is about to be made, or its outcome is not known. */
    public PostCheckpoint call(Call next, Doubt why) {
        return new PostCheckpoint(next, why, 0, reopened, files, told);
    }

    /** What was tried was not done. */
    public PostCheckpoint settled() {
        return call(new Call.Usual(), Doubt.BROKE_OFF);
    }

    /** Asked once more, and not found. */
    public PostCheckpoint looked() {
        return new PostCheckpoint(call, doubt, looks + 1, reopened, files, told);
    }

    /** The conversation's status is about to be set to new. */
    public PostCheckpoint reopens() {
        return new PostCheckpoint(call, doubt, looks, true, files, told);
    }

    public PostCheckpoint files(BroughtFiles brought) {
        return new PostCheckpoint(call, doubt, looks, reopened, brought, told);
    }

    @Override
    public PostCheckpoint told(List<PartLoss> losses) {
        return new PostCheckpoint(call, doubt, looks, reopened, files, losses);
    }
}
