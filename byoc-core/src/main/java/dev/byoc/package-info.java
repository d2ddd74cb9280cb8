/** What every part of byoc shares: secrets that do not print, and the exceptions that mean "fix the set-up". */
@NullMarked
package dev.byoc;

import org.jspecify.annotations.NullMarked;
