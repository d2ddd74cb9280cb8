/** Not part of the API: shared by byoc's own packages, may change in any release. */
@NullMarked
package dev.byoc.internal;

import org.jspecify.annotations.NullMarked;
