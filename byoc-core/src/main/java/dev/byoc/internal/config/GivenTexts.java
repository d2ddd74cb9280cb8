package dev.byoc.internal.config;

import java.util.Map;

/**
 * A relay's settings as texts, sorted by what they are of.
 *
 * @param relay by their names as they were given, without what all of them begin with
 * @param accounts the settings of each account, the channel among them, by the account's id and their names as they were given
 * @param sentences a host's own, by language and key
 */
record GivenTexts(
        Map<String, String> relay,
        Map<String, Map<String, String>> accounts,
        Map<String, Map<String, String>> sentences) {}
