package dev.byoc.internal.run;

/** The calls that a relay has under way by HTTP. */
public interface CallsUnderWay {
    /** Ends all of them; their outcomes are told as for any broken connection. */
    void cancelAll();
}
