/**
 * What the author of a store implements: the journal of both directions, the lanes that keep order, the links between customers, users
 * and conversations, and small settings. An application needs none of these types.
 */
@NullMarked
package dev.byoc.store.spi;

import org.jspecify.annotations.NullMarked;
