/**
 * Where the relay keeps everything that must outlive a call: the journal of both directions, the lanes that keep order, the links
 * between customers, users and conversations, and small settings.
 *
 * <p>An application needs few of these types: {@link dev.byoc.store.JdbcStore} and {@link dev.byoc.store.MemoryStore}, to choose one;
 * {@link dev.byoc.store.DeadLetter}, {@link dev.byoc.store.DeadLetterFilter}, {@link dev.byoc.store.RelayStore.Replay} and {@link
 * dev.byoc.store.Timeline}, to look after what was relayed; {@link dev.byoc.store.StoreException}. The rest is between the engine and its
 * store.
 */
@NullMarked
package dev.byoc.store;

import org.jspecify.annotations.NullMarked;
