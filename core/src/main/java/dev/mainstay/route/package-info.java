/** Which deployment next: model groups, the choice within one, and the way to fallback groups. */
@NullMarked
package dev.mainstay.route;

import org.jspecify.annotations.NullMarked;
