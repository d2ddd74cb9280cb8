package dev.byoc.internal.catchup;

/**
 * How many answers were found, by what becomes of them.
 *
 * @param sent they are sent now
 * @param tooOld they came too late: too old, or behind a later one that was sent
 * @param unsure they are not sent, as it is not known whether they were before
 * @param ambiguous their ids do not lead to this customer alone
 * @param leftOut they are from before what the store remembers, or than is to be looked at
 */
record Count(int sent, int tooOld, int unsure, int ambiguous, int leftOut) {
    Count andUnsure(int more) {
        return new Count(sent, tooOld, unsure + more, ambiguous, leftOut);
    }
}
