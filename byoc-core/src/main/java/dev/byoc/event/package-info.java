/** What a relay tells its host: events, what was lost of a message, and how it is. */
@NullMarked
package dev.byoc.event;

import org.jspecify.annotations.NullMarked;
