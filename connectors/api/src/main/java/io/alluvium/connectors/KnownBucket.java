package io.alluvium.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Known entities of one bucket, in little more memory than their text takes: the lines that are
 * stored, sorted by id, in one array. A million entities in objects of their own would take some
 * 150 bytes each.
 */
final class KnownBucket {
  private static final byte TAB = '\t';
  private static final byte NEW_LINE = '\n';

  private byte[] lines = new byte[0];
  private int length;
  private int[] starts = new int[0];
  private int count;

  /** A bucket as {@link #pack} wrote it. */
  static KnownBucket unpack(String packed) {
    return ofLines(new String(PackedText.unpack(packed), UTF_8));
  }

  /** A bucket of one line per entity: id, tab, fingerprint. */
  static KnownBucket ofLines(String encoded) {
    var bucket = new KnownBucket();
    encoded
        .lines()
        .forEach(line -> {
          int tab = line.indexOf(TAB);
          bucket.put(unescape(line.substring(0, tab)), unescape(line.substring(tab + 1)));
        });
    return bucket;
  }

  int size() {
    return count;
  }

  /** Fingerprint of an entity; empty if it is not known. */
  Optional<String> get(String id) {
    int at = find(key(id));
    return at < 0 ? Optional.empty() : Optional.of(fingerprint(at));
  }

  /** Adds or replaces an entity; whether it was known. */
  boolean put(String id, String fingerprint) {
    byte[] key = key(id);
    int at = find(key);
    byte[] line = line(key, escape(fingerprint).getBytes(UTF_8));
    if (at >= 0) {
      replace(at, starts[at], end(at), line);
      return true;
    }
    int before = -at - 1;
    insertStart(before);
    int place = before == count - 1 ? length : starts[before + 1];
    starts[before] = place;
    replace(before, place, place, line);
    return false;
  }

  /** Forgets an entity; whether it was known. */
  boolean remove(String id) {
    int at = find(key(id));
    if (at < 0) {
      return false;
    }
    replace(at, starts[at], end(at), new byte[0]);
    System.arraycopy(starts, at + 1, starts, at, count - at - 1);
    count--;
    return true;
  }

  /** Gives every id that begins with a prefix. */
  void idsUnder(String prefix, Consumer<String> to) {
    byte[] key = key(prefix);
    int at = find(key);
    for (int i = at < 0 ? -at - 1 : at; i < count && beginsWith(i, key); i++) {
      to.accept(unescape(new String(lines, starts[i], tab(i) - starts[i], UTF_8)));
    }
  }

  /** All entities, as they are stored. */
  String pack() {
    return PackedText.pack(lines, length);
  }

  /** Index of a key; if there is none, -1 minus the index where it belongs. */
  private int find(byte[] key) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Arrays.compareUnsigned(lines, starts[middle], tab(middle), key, 0, key.length);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  private boolean beginsWith(int index, byte[] key) {
    int from = starts[index];
    int to = Math.min(from + key.length, tab(index));
    return Arrays.equals(lines, from, to, key, 0, key.length);
  }

  private String fingerprint(int index) {
    int from = tab(index) + 1;
    return unescape(new String(lines, from, end(index) - 1 - from, UTF_8));
  }

  private int tab(int index) {
    int at = starts[index];
    while (lines[at] != TAB) {
      at++;
    }
    return at;
  }

  private int end(int index) {
    return index == count - 1 ? length : starts[index + 1];
  }

  private void insertStart(int index) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, Math.max(8, count + (count >> 1)));
    }
    System.arraycopy(starts, index, starts, index + 1, count - index);
    count++;
  }

  /** Puts a line in place of some bytes, and moves what comes after the entity of that index. */
  private void replace(int index, int from, int to, byte[] line) {
    int shift = line.length - (to - from);
    if (length + shift > lines.length) {
      lines = Arrays.copyOf(lines, Math.max(256, length + shift + (length >> 2)));
    }
    System.arraycopy(lines, to, lines, to + shift, length - to);
    System.arraycopy(line, 0, lines, from, line.length);
    length += shift;
    for (int i = index + 1; shift != 0 && i < count; i++) {
      starts[i] += shift;
    }
  }

  private static byte[] key(String id) {
    return escape(id).getBytes(UTF_8);
  }

  private static byte[] line(byte[] key, byte[] fingerprint) {
    byte[] line = Arrays.copyOf(key, key.length + fingerprint.length + 2);
    line[key.length] = TAB;
    System.arraycopy(fingerprint, 0, line, key.length + 1, fingerprint.length);
    line[line.length - 1] = NEW_LINE;
    return line;
  }

  private static String escape(String text) {
    if (text.indexOf('\\') < 0
        && text.indexOf('\t') < 0
        && text.indexOf('\n') < 0
        && text.indexOf('\r') < 0) {
      return text;
    }
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    var plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      i++;
      plain.append(
          switch (text.charAt(i)) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> text.charAt(i);
          });
    }
    return plain.toString();
  }
}
