/** What channel authors share: signature checks and text helpers. */
@NullMarked
package dev.byoc.support;

import org.jspecify.annotations.NullMarked;
