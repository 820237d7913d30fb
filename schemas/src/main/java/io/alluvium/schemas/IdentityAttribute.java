package io.alluvium.schemas;

/**
 * One attribute that is part of what makes two events of a kind the same.
 *
 * @param name name in {@code attributes} or {@code listAttributes}; hashed as {@code attr.<name>}
 * @param shape where the value lies, and whether its order means anything
 */
public record IdentityAttribute(String name, Shape shape) {
  /** Where an attribute's value lies and what of it is hashed. */
  public enum Shape {
    /** One string, in {@code attributes}. */
    SINGLE,
    /** A list whose order means something, in {@code listAttributes}; hashed as it is. */
    ORDERED,
    /** A set, in {@code listAttributes}; sorted by UTF-16 code units before it is hashed. */
    UNORDERED
  }

  static IdentityAttribute single(String name) {
    return new IdentityAttribute(name, Shape.SINGLE);
  }

  static IdentityAttribute ordered(String name) {
    return new IdentityAttribute(name, Shape.ORDERED);
  }

  static IdentityAttribute unordered(String name) {
    return new IdentityAttribute(name, Shape.UNORDERED);
  }
}
