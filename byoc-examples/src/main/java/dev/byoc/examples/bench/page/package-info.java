/** The page that a long run of the benchmarks becomes. */
@org.jspecify.annotations.NullMarked
package dev.byoc.examples.bench.page;
