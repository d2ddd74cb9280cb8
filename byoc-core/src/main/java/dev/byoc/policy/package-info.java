/** What a host decides: how often to retry, how large files may be, what a resolve means, how missed answers are found. */
@NullMarked
package dev.byoc.policy;

import org.jspecify.annotations.NullMarked;
