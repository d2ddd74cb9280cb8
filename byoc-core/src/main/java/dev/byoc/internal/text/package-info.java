/** What other servers write, as plain values. */
@NullMarked
package dev.byoc.internal.text;

import org.jspecify.annotations.NullMarked;
