package dev.byoc.testkit.kakaotalk;

/** What becomes of a domain that is registered with {@link FakeHappytalk}; whether the real one keeps a path is not established. */
public enum HappytalkDomains {
    /** Taken as it is. */
    WITH_PATH,
    /** Taken, and all but scheme, host and port is forgotten without a word. */
    PATH_DROPPED,
    /** Refused if it has a path. */
    PATH_REFUSED,
    /** Refused, as Happytalk has not admitted it. */
    NOT_ADMITTED
}
