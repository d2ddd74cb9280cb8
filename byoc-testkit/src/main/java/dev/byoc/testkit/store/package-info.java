/** The contract that every store passes, for authors of stores. */
@NullMarked
package dev.byoc.testkit.store;

import org.jspecify.annotations.NullMarked;
