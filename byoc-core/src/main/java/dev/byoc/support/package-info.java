/** What channel authors share: signature checks, web addresses and text helpers. */
@NullMarked
package dev.byoc.support;

import org.jspecify.annotations.NullMarked;
