/** Files on their way in both directions. */
@NullMarked
package dev.byoc.internal.media;

import org.jspecify.annotations.NullMarked;
