/**
 * Where the relay keeps everything that must outlive a call: the journal of both directions, the lanes that keep order, the links
 * between customers, users and conversations, and small settings.
 */
@NullMarked
package dev.byoc.store;

import org.jspecify.annotations.NullMarked;
