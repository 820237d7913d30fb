package io.alluvium.topology.enrich;

import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.topology.similar.NearDuplicates;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Signs a text, so that whoever has two signatures can tell how much the texts have in common. */
final class SignatureEnrichment implements EventEnrichment {
  @Override
  public String field() {
    return NearDuplicates.SIGNATURE;
  }

  @Override
  public Consumer<Enrichment> derive(Event event) {
    var signature = NearDuplicates.signature(event);
    return enrichment ->
        signature.ifPresent(bytes -> {
          enrichment.setSignature(ByteBuffer.wrap(bytes));
          enrichment.getModels().put(field(), NearDuplicates.ALGORITHM);
        });
  }
}
