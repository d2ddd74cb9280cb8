/**
 * Fakes of Freshchat and of messengers, as strict as the real servers and as badly behaved as asked, and the contract for channels; that for
 * stores is in {@link dev.byoc.testkit.store}.
 */
@NullMarked
package dev.byoc.testkit;

import org.jspecify.annotations.NullMarked;
