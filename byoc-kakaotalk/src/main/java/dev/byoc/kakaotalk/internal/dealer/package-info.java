/** Consultation Talk by way of a dealer. */
@NullMarked
package dev.byoc.kakaotalk.internal.dealer;

import org.jspecify.annotations.NullMarked;
