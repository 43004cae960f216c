/**
 * What a program is given and what it answers: two records, their components as fields, and
 * examples of both.
 */
@NullMarked
package dev.mainstay.program.signature;

import org.jspecify.annotations.NullMarked;
