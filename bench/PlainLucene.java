import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.FSDirectory;

/**
 * What one would write first: one index per partition, Lucene's defaults, one document each, the
 * same rows.
 */
final class PlainLucene {
  private final TierRows rows;
  private final Path directory;
  private final int commitEvery;

  PlainLucene(TierRows rows, Path directory, int commitEvery) {
    this.rows = rows;
    this.directory = directory;
    this.commitEvery = commitEvery;
  }

  void write(int events) throws IOException {
    var writers = new ArrayList<IndexWriter>();
    for (int partition = 0; partition < TierRows.PARTITIONS; partition++) {
      var files = FSDirectory.open(directory.resolve("" + partition));
      writers.add(
          new IndexWriter(
              files, new IndexWriterConfig(new StandardAnalyzer()).setRAMBufferSizeMB(8)));
    }
    long from = System.nanoTime();
    for (int number = 0; number < events; number++) {
      writers.get(number % TierRows.PARTITIONS).addDocument(document(number));
      if (number % commitEvery == commitEvery - 1 || number == events - 1) {
        for (var writer : writers) {
          writer.commit();
        }
      }
    }
    double seconds = (System.nanoTime() - from) / 1e9;
    System.out.printf("plain: committed after %.1f s = %,.0f/s%n", seconds, events / seconds);
    for (var writer : writers) {
      writer.close();
    }
  }

  private Document document(int number) {
    var event = rows.record(number).event();
    var document = new Document();
    document.add(new StringField("id", event.getContentHash(), Field.Store.YES));
    document.add(new StringField("entityKey", event.getEntityKey(), Field.Store.YES));
    document.add(new LongField("occurredAt", event.getOccurredAt().toEpochMilli(), Field.Store.YES));
    document.add(new LongField("ingestedAt", event.getIngestedAt().toEpochMilli(), Field.Store.YES));
    document.add(new KeywordField("source", event.getSource(), Field.Store.YES));
    document.add(new KeywordField("kind", event.getKind(), Field.Store.YES));
    document.add(new KeywordField("type", event.getType(), Field.Store.YES));
    document.add(new KeywordField("scope", event.getScope(), Field.Store.YES));
    document.add(new KeywordField("actor", event.getActor().orElseThrow().getId(), Field.Store.YES));
    document.add(new TextField("title", event.getTitle().orElseThrow(), Field.Store.YES));
    document.add(new Field("text", event.getText().orElseThrow(), withOffsets()));
    document.add(
        new KnnFloatVectorField("vector", rows.vector(number), VectorSimilarityFunction.DOT_PRODUCT));
    return document;
  }

  private static FieldType withOffsets() {
    var type = new FieldType(TextField.TYPE_STORED);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
    return type;
  }
}
