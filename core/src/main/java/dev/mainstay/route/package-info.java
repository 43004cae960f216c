/** The way of one call: through the deployments of its group, and on to fallback groups. */
@NullMarked
package dev.mainstay.route;

import org.jspecify.annotations.NullMarked;
