/** Makes a relay of what a builder was asked for. */
@NullMarked
package dev.byoc.internal.assembly;

import org.jspecify.annotations.NullMarked;
