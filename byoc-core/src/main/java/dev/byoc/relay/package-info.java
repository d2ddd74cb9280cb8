/** The engine that relays between channels and Freshchat. */
@NullMarked
package dev.byoc.relay;

import org.jspecify.annotations.NullMarked;
