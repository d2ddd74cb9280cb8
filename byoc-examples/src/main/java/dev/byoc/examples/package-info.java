/** Programs to run: a relay for real accounts and a preview of the settings page; the sandbox, the crash harness and the benchmarks are apart. */
@NullMarked
package dev.byoc.examples;

import org.jspecify.annotations.NullMarked;
