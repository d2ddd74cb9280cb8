/** Requests come in. */
@NullMarked
package dev.byoc.internal.web;

import org.jspecify.annotations.NullMarked;
