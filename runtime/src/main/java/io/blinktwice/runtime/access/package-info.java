/**
 * Who may do what over HTTP: sign-in by API key or token, rights, workspaces, and the trail of who
 * changed what.
 */
@NullMarked
package io.blinktwice.runtime.access;

import org.jspecify.annotations.NullMarked;
