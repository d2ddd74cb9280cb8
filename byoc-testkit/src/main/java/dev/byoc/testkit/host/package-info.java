/** The contract of hosts: what a web server with a relay behind it passes, whatever the server. */
@NullMarked
package dev.byoc.testkit.host;

import org.jspecify.annotations.NullMarked;
