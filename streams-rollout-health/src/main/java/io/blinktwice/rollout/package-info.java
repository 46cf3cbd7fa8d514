/** The rollout role: releases, and the share of the fleet that each may reach. */
@NullMarked
package io.blinktwice.rollout;

import org.jspecify.annotations.NullMarked;
