package io.alluvium.sinks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a member of a tier's group tells the one that assigns shards.
 *
 * @param node where it runs
 * @param owned shards that it reads now
 * @param copies shards of which its node has files, read or not
 * @param follows shards that the tier before this one reads on its node: one proves that it has
 *     what the other lets go of, so both belong on one node
 * @param avoids shards of which another replica is on its node
 */
record ShardClaim(
    String node,
    SortedSet<Integer> owned,
    SortedSet<Integer> copies,
    SortedSet<Integer> follows,
    SortedSet<Integer> avoids) {
  private static final byte VERSION = 1;
  private static final int MOST_SHARDS = 1 << 20;

  ShardClaim {
    owned = sorted(owned);
    copies = sorted(copies);
    follows = sorted(follows);
    avoids = sorted(avoids);
  }

  /** Of a member that has nothing yet. */
  static ShardClaim of(String node) {
    var none = Collections.<Integer>emptySortedSet();
    return new ShardClaim(node, none, none, none, none);
  }

  static SortedSet<Integer> sorted(Set<Integer> shards) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(shards));
  }

  /** As it travels with the member's subscription. */
  ByteBuffer toBytes() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(node);
      write(out, owned);
      write(out, copies);
      write(out, follows);
      write(out, avoids);
    } catch (IOException impossible) {
      throw new IllegalStateException("Memory cannot be written", impossible);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws TierException if it was written by something else
   */
  static ShardClaim from(ByteBuffer data) {
    var bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte version = in.readByte();
      if (version != VERSION) {
        throw new IOException("version " + version);
      }
      return new ShardClaim(in.readUTF(), read(in), read(in), read(in), read(in));
    } catch (IOException unreadable) {
      throw new TierException(
          "A member of the group says what this program does not understand ("
              + unreadable.getMessage()
              + "): all nodes of an installation must run the same release",
          unreadable);
    }
  }

  private static void write(DataOutputStream out, SortedSet<Integer> shards) throws IOException {
    out.writeInt(shards.size());
    for (int shard : shards) {
      out.writeInt(shard);
    }
  }

  private static SortedSet<Integer> read(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST_SHARDS) {
      throw new IOException(count + " shards");
    }
    var shards = new TreeSet<Integer>();
    for (int left = count; left > 0; left--) {
      shards.add(in.readInt());
    }
    return shards;
  }
}
