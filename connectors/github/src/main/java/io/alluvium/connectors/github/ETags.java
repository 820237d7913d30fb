package io.alluvium.connectors.github;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Marks of what was answered last, by address. A mark holds for the very authorization it was given
 * to. Thread-safe.
 */
final class ETags {
  private static final int MOST = 20_000;

  private record Tag(String authorization, String value) {}

  private final Map<URI, Tag> tags =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, Tag> eldest) {
          return size() > MOST;
        }
      };

  synchronized Optional<String> of(URI uri, String authorization) {
    return Optional.ofNullable(tags.get(uri))
        .filter(tag -> tag.authorization().equals(authorization))
        .map(Tag::value);
  }

  synchronized void put(URI uri, String authorization, String value) {
    tags.put(uri, new Tag(authorization, value));
  }

  synchronized void forget(URI uri) {
    tags.remove(uri);
  }
}
