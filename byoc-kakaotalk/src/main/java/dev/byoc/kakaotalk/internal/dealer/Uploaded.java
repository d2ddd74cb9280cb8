package dev.byoc.kakaotalk.internal.dealer;

import dev.byoc.channel.SendResult;
import dev.byoc.channel.SendResult.Reason;

/** How an upload ended. Nothing has reached the customer yet, so none of these is an unknown outcome. */
sealed interface Uploaded {
    /** Kakao has the file. */
    record At(String url) implements Uploaded {}

    /** It has not; what that means for the message. */
    record Failed(SendResult result) implements Uploaded {}

    /** The message may be sent later, however the upload ended; what is refused for good goes in words, with a link. */
    static Uploaded failed(SendResult result) {
        if (result instanceof SendResult.Unknown unknown) {
            return new Failed(new SendResult.TryLater(null, false, "The file was not uploaded: " + unknown.detail()));
        }
        if (result instanceof SendResult.Refused refused && refused.reason() == Reason.REJECTED) {
            return new Failed(new SendResult.Refused(Reason.UNSUPPORTED, "The file was not taken: " + refused.detail())
                    .told(refused.forAgent()));
        }
        return new Failed(result);
    }
}
