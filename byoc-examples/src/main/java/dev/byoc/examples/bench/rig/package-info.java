/** What the benchmarks share: a relay in a process of its own, its load, servers far away, and how figures are written. */
@NullMarked
package dev.byoc.examples.bench.rig;

import org.jspecify.annotations.NullMarked;
