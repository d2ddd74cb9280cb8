/**
 * A Freshchat account on this machine, as strict as the real server is known to be and as badly behaved as asked. For every test that needs
 * Freshchat.
 */
@NullMarked
package dev.byoc.testkit.freshchat;

import org.jspecify.annotations.NullMarked;
