/** How far an entry has come, as its handler knows it. */
@NullMarked
package dev.byoc.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
