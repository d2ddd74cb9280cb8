/** HTTP as a value in and a value out: no call here throws for the network's faults or repeats a POST. */
@NullMarked
package dev.byoc.http;

import org.jspecify.annotations.NullMarked;
