package dev.byoc.testkit.kakaotalk;

/** What becomes of messages that {@link FakeBizgo} has accepted. */
public enum BizgoResults {
    /** Delivered, and told so. For late results, hold the callbacks back: {@link dev.byoc.testkit.server.Webhooks#hold}. */
    OK,
    /** Not delivered, and told so. */
    FAILED,
    /** Delivered, but not reported. */
    NEVER
}
