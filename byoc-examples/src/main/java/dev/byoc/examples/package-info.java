/** Programs to run: a relay for real accounts, and the sandbox, which needs none. */
@NullMarked
package dev.byoc.examples;

import org.jspecify.annotations.NullMarked;
