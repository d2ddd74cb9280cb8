/** HTTP over OkHttp: calls, files, and addresses that strangers choose. */
@NullMarked
package dev.byoc.internal.http;

import org.jspecify.annotations.NullMarked;
