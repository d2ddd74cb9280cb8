/** Measures the relay, each figure beside a baseline of the same run. What is measured runs in a process of its own. */
@NullMarked
package dev.byoc.examples.bench;

import org.jspecify.annotations.NullMarked;
