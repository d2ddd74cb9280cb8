package dev.byoc.testkit.viber;

/** Where the signature of a webhook of {@link FakeViber} stands. */
public enum SignatureIn {
    HEADER,
    QUERY,
    BOTH
}
