/**
 * In what form each deployment is asked a call's request, and from where on its caller sees an
 * answer: what a caller may decide when it is known who is asked.
 */
@NullMarked
package dev.mainstay.rendering;

import org.jspecify.annotations.NullMarked;
