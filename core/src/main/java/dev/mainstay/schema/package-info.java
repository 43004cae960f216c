/**
 * How Java types look in JSON: the JSON Schema that tells a model what is wanted, by reflection
 * over records, and the value back from what the model wrote, read strictly.
 */
@NullMarked
package dev.mainstay.schema;

import org.jspecify.annotations.NullMarked;
