package dev.byoc.testkit.kakaotalk;

/** Where the words and media of a Consultation Talk event stand; dealers are on the way from the old form to the new one. */
public enum KakaoBody {
    /** In {@code content} alone: a string, or an object with the address of one file. */
    CONTENT,
    /** In {@code contents} alone: a list, so that one event may hold several photos. */
    CONTENTS,
    /** In both. */
    BOTH
}
