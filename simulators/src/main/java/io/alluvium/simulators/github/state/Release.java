package io.alluvium.simulators.github.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A release with its assets. */
public final class Release extends Item {
  private final Account author;
  String tag;
  String target = "main";
  @Nullable String name;
  @Nullable String body;
  boolean draft;
  boolean prerelease;
  long publishedAt;
  List<Asset> assets = List.of();

  /**
   * A file of a release.
   *
   * @param id numeric id
   * @param name file name
   * @param size bytes
   * @param createdAt when it was uploaded, in seconds
   */
  public record Asset(long id, String name, long size, long createdAt) {}

  Release(long id, long createdAt, Account author, String tag) {
    super(id, createdAt);
    this.author = author;
    this.tag = tag;
    this.publishedAt = createdAt;
  }

  /** Who made it. */
  public Account author() {
    return author;
  }

  /** Name of its tag. */
  public String tag() {
    return tag;
  }

  /** The branch or commit that the tag is made from. */
  public String target() {
    return target;
  }

  /** Its title. */
  public String name() {
    String own = name;
    return own == null ? "Release " + tag : own;
  }

  /** Its notes. */
  public String body() {
    String own = body;
    return own == null ? ProseText.paragraph(id() ^ 0x4e1) : own;
  }

  /** Whether it is a draft. */
  public boolean draft() {
    return draft;
  }

  /** Whether it is a pre-release. */
  public boolean prerelease() {
    return prerelease;
  }

  /** When it was published, in seconds; 0 while a draft. */
  public long publishedAt() {
    return publishedAt;
  }

  /** Its files. */
  public List<Asset> assets() {
    return assets;
  }
}
