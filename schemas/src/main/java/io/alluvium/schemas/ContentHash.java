package io.alluvium.schemas;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identity of an event: the SHA-256 of its canonical content. Two reports with the same hash are
 * the same version of the same thing, from whichever source, whenever read.
 *
 * <p>No time, verb, display name, source, offset, payload or address is hashed.
 * docs/content-hash.md is the full rule, with test values made by another program.
 *
 * @param hex 64 lower-case hexadecimal characters
 */
public record ContentHash(String hex) {
  /** Version of the canonical form; part of what is hashed. */
  public static final int VERSION = 1;

  private static final int LENGTH = 64;
  private static final CharSet HEX = new CharSet("0-9a-f");
  private static final ThreadLocal<Hasher> HASHER = ThreadLocal.withInitial(Hasher::new);

  public ContentHash {
    if (!isSha256(hex)) {
      throw new IllegalArgumentException(
          "Content hash must be 64 lower-case hexadecimal characters, was '" + hex + "'");
    }
  }

  /**
   * Hashes an event; one with {@code deletion} set as the tombstone of its entity. Thread-safe.
   *
   * @throws IllegalArgumentException if the kind is not in {@link Kind}: it has no identity yet
   */
  public static ContentHash of(RawEvent event) {
    return HASHER.get().hash(event);
  }

  /**
   * Hashes a published version again: the same as of the raw event that it was made from.
   *
   * @throws IllegalArgumentException if the kind is not in {@link Kind}
   */
  public static ContentHash of(Event event) {
    var raw = new RawEvent();
    raw.setKind(event.getKind());
    raw.setDeletion(event.getDeleted() ? "stated" : null);
    raw.setEntityKey(event.getEntityKey());
    raw.setActor(event.getActor().orElse(null));
    raw.setTitle(event.getTitle().orElse(null));
    raw.setText(event.getText().orElse(null));
    raw.setAttributes(event.getAttributes());
    raw.setListAttributes(event.getListAttributes());
    return of(raw);
  }

  @Override
  public String toString() {
    return hex;
  }

  private static boolean isSha256(String hex) {
    if (hex.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      if (!HEX.has(hex.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** A digest and its buffer, reused: making them costs as much as hashing a short event. */
  private static final class Hasher {
    private final MessageDigest digest = sha256();
    private final CanonicalJson json = new CanonicalJson(digest::update);

    ContentHash hash(RawEvent event) {
      // An event of an unknown kind throws half-way; what it left behind must not count.
      digest.reset();
      CanonicalForm.write(event, json);
      return new ContentHash(HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform must have SHA-256", e);
      }
    }
  }
}
