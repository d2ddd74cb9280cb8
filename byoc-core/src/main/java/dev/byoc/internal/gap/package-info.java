/** Times in which webhooks may have been missed. */
@NullMarked
package dev.byoc.internal.gap;

import org.jspecify.annotations.NullMarked;
