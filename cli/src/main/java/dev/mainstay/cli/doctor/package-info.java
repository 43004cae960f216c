/** Whether each deployment of a configuration answers, and in words what is wrong where not. */
@NullMarked
package dev.mainstay.cli.doctor;

import org.jspecify.annotations.NullMarked;
