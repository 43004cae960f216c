package dev.mainstay.schema;

/**
 * A component of a record as a member of an object.
 *
 * @param name its name
 * @param shape what its value is
 * @param description what it means, for the model to read; may be empty
 */
public record JsonMember(String name, JsonShape shape, String description) {}
