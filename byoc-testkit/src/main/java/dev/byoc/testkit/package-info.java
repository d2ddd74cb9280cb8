/**
 * What the tests of a channel extend and start: the {@link dev.byoc.testkit.ChannelContract contract}, a {@link dev.byoc.testkit.TestRelay relay
 * between fakes}, a clock that they move, and a channel that does as told. Freshchat's fake is in {@link dev.byoc.testkit.freshchat}, those of messengers
 * in packages of their own, the contract of stores in {@link dev.byoc.testkit.store}.
 */
@NullMarked
package dev.byoc.testkit;

import org.jspecify.annotations.NullMarked;
