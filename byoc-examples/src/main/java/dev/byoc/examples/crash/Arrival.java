package dev.byoc.examples.crash;

/**
 * A message that a remote API has taken, as its ledger shows it.
 *
 * @param answerReached whether the answer that said so reached the relay: one that was cut, timed out, or came to a process that was dead or
 *     stopped did not
 */
record Arrival(String text, boolean answerReached) {}
