import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.spark.sql.SparkSession;

/**
 * Runs statements in Spark and writes what each answers, a JSON object per row, into a file of its own number.
 * Arguments: settings, statements divided by lines of {@code ;}, directory of answers.
 */
final class SparkSql {
  public static void main(String[] arguments) throws Exception {
    var settings = new Properties();
    try (var lines = Files.newBufferedReader(Path.of(arguments[0]))) {
      settings.load(lines);
    }
    var builder =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.warehouse.dir", arguments[2] + "/spark-warehouse");
    settings.forEach((key, value) -> builder.config(key.toString(), value.toString()));
    try (var spark = builder.getOrCreate()) {
      int number = 0;
      for (var statement : Files.readString(Path.of(arguments[1])).split("\n;\n")) {
        var rows = spark.sql(statement).toJSON().collectAsList();
        Files.write(Path.of(arguments[2]).resolve(number++ + ".json"), rows);
      }
    }
  }
}
