/** What is wrong with a set-up, and what to do. Changes nothing. */
@NullMarked
package dev.byoc.app.doctor;

import org.jspecify.annotations.NullMarked;
