/** Ways to serve a relay over HTTP. */
@NullMarked
package dev.byoc.host;

import org.jspecify.annotations.NullMarked;
