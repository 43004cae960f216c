/**
 * May this attempt be made: the health of deployments, the attempts under way, the retry budget,
 * and what is learnt of them.
 */
@NullMarked
package dev.mainstay.gate;

import org.jspecify.annotations.NullMarked;
