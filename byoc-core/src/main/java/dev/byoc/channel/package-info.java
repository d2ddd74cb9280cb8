/** The channel interface: what the author of a channel module implements and is given. */
@NullMarked
package dev.byoc.channel;

import org.jspecify.annotations.NullMarked;
