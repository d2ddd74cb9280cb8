/** The sentences that customers, agents and admins read: their keys, their languages, and a host's changes. */
@NullMarked
package dev.byoc.wording;

import org.jspecify.annotations.NullMarked;
