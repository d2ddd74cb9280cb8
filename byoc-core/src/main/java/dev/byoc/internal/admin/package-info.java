/** What an operator asks for: status, probes, registration, dead letters. */
@NullMarked
package dev.byoc.internal.admin;

import org.jspecify.annotations.NullMarked;
