package io.alluvium.connectors.files;

import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.RawEvent;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Makes events of files. */
final class FileEvents {
  private static final String KIND = "file";

  private final Path root;
  private final String rootId;

  FileEvents(Path root, String rootId) {
    this.root = root;
    this.rootId = rootId;
  }

  String entityKey(String path) {
    return EntityKey.file(rootId, path).value();
  }

  /** The file as it is now. */
  RawEvent.Builder exists(String path, FileState state, FileContent content, boolean wasKnown) {
    var event = about(path);
    event.setVerb(wasKnown ? "modified" : "created");
    event.setOccurredAt(state.modifiedAt());
    if (content.text() != null) {
      event.setText(content.text());
    }
    event.setTruncated(content.truncated());
    event.setAttributes(attributes(path, state, content));
    return event;
  }

  /**
   * The file is gone.
   *
   * @param deletion stated or inferred
   */
  RawEvent.Builder deleted(String path, String deletion) {
    var event = about(path);
    event.setVerb("deleted");
    event.setDeletion(deletion);
    event.setOccurredAt(Instant.now());
    return event;
  }

  private RawEvent.Builder about(String path) {
    return RawEvent.newBuilder()
        .setKind(KIND)
        .setEntityKey(entityKey(path))
        .setTitle(path)
        .setUrl(url(path));
  }

  private static Map<String, String> attributes(String path, FileState state, FileContent content) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("size", Long.toString(state.size()));
    attributes.put("executable", Boolean.toString(state.executable()));
    attributes.put("extension", extension(path));
    if (content.isRead()) {
      attributes.put("sha256", content.hex());
      attributes.put("binary", Boolean.toString(content.binary()));
    } else {
      attributes.put("unread", "larger than files.max.bytes");
    }
    if (content.encoding() != null) {
      attributes.put("encoding", content.encoding());
    }
    return attributes;
  }

  private static String extension(String path) {
    var name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private String url(String path) {
    try {
      return new URI("file", "", root.resolve(path).toString(), null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("An absolute path is always a URI path", e);
    }
  }
}
