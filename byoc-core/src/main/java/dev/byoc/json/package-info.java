/** A tree of JSON that tolerates what other people's servers send. */
@NullMarked
package dev.byoc.json;

import org.jspecify.annotations.NullMarked;
