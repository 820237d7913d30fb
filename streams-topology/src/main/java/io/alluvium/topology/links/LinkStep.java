package io.alluvium.topology.links;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.EntityLinks;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Link;
import io.alluvium.schemas.StatedEdge;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.NullUnmarked;

/**
 * Writes the edges that a current version states and the one before did not, and those it no longer
 * states as not live; each edge once per end.
 *
 * <p>What the version before stated is in the store {@code links}. Each record's key belongs to the
 * end that states it, so no two tasks write the same one.
 */
public final class LinkStep implements ProcessorSupplier<byte[], Statement, byte[], Link> {
  private static final String SEPARATOR = "\u0000";

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(LinkStore.builder());
  }

  @Override
  public Processor<byte[], Statement, byte[], Link> get() {
    return new Compare();
  }

  // What init() sets is not null in process(), by the contract of Processor.
  @NullUnmarked
  private static final class Compare implements Processor<byte[], Statement, byte[], Link> {
    private ProcessorContext<byte[], Link> context;
    private KeyValueStore<String, EntityLinks> store;

    @Override
    public void init(ProcessorContext<byte[], Link> context) {
      this.context = context;
      store = Objects.requireNonNull(context.getStateStore(LinkStore.STORE));
    }

    @Override
    public void process(Record<byte[], Statement> record) {
      var statement = record.value();
      var event = statement.event();
      var stated = LinkRules.of(event);
      var before = before(statement);
      if (stated.isEmpty() && before.isEmpty()) {
        return;
      }
      var ended = statement.isNew() ? without(before, stated) : List.<Edge>of();
      var begun = stated.stream().filter(edge -> !before.contains(edge)).toList();
      if (!statement.isNew()) {
        // One more source says what another has said with other words: that is known.
        begun = without(begun, before);
      }
      if (begun.isEmpty() && ended.isEmpty()) {
        return;
      }
      begun.forEach(edge -> write(record, edge, true));
      ended.forEach(edge -> write(record, edge, false));
      keep(event.getEntityKey(), statement.isNew() ? stated : joined(before, begun));
    }

    /** An entity's first version, which most events are, has none before it. */
    private List<Edge> before(Statement statement) {
      var event = statement.event();
      if (statement.isNew() && event.getRevision() == 0) {
        return List.of();
      }
      var known = store.get(event.getEntityKey());
      return known == null ? List.of() : known.getEdges().stream().map(Compare::edge).toList();
    }

    private void keep(String entityKey, List<Edge> edges) {
      if (edges.isEmpty()) {
        store.delete(entityKey);
      } else {
        store.put(entityKey, new EntityLinks(edges.stream().map(Compare::stated).toList()));
      }
    }

    private void write(Record<byte[], Statement> record, Edge edge, boolean live) {
      var event = record.value().event();
      forward(record, link(event, edge, true, live));
      forward(record, link(event, edge, false, live));
    }

    private void forward(Record<byte[], Statement> record, Link link) {
      var key = String.join(SEPARATOR, link.getEntityKey(), link.getRelation(), link.getOtherKey());
      context.forward(
          new Record<>(key.getBytes(UTF_8), link, record.timestamp(), new RecordHeaders()));
    }

    private static Link link(Event event, Edge edge, boolean outgoing, boolean live) {
      var link = new Link();
      link.setEntityKey(outgoing ? event.getEntityKey() : edge.otherKey());
      link.setRelation(outgoing ? edge.relation().outgoing() : edge.relation().incoming());
      link.setOtherKey(outgoing ? edge.otherKey() : event.getEntityKey());
      link.setOutgoing(outgoing);
      link.setEvidence(edge.evidence());
      link.setContentHash(event.getContentHash());
      link.setLive(live);
      link.setLinkedAt(event.getIngestedAt());
      return link;
    }

    private static List<Edge> without(List<Edge> edges, List<Edge> others) {
      return edges.stream().filter(edge -> others.stream().noneMatch(edge::isSameAs)).toList();
    }

    private static List<Edge> joined(List<Edge> edges, List<Edge> others) {
      var all = new ArrayList<>(edges);
      all.addAll(others);
      return all;
    }

    private static Edge edge(StatedEdge stated) {
      return new Edge(
          Relation.of(stated.getRelation()), stated.getOtherKey(), stated.getEvidence());
    }

    private static StatedEdge stated(Edge edge) {
      return new StatedEdge(edge.relation().outgoing(), edge.otherKey(), edge.evidence());
    }
  }
}
