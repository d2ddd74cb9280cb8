/** Whether the public address leads to this relay, and what stands in the way. */
@NullMarked
package dev.byoc.internal.address;

import org.jspecify.annotations.NullMarked;
