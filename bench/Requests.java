import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.connectors.github.GithubSourceConnector;
import io.alluvium.connectors.github.GithubSourceTask;
import io.alluvium.simulators.github.GitHubSimulator;
import io.alluvium.simulators.github.GitHubSimulatorOptions;
import io.alluvium.simulators.github.LimitRules;
import io.alluvium.simulators.github.state.Activity;
import io.alluvium.simulators.github.state.OrganisationGenerator;
import io.alluvium.simulators.github.state.OrganisationSize;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * Requests that count against GitHub's limits: of the source, and of a reader as one writes it
 * first, which lists what has changed and then asks for each issue and pull request, and for what
 * hangs on it. Both read the same simulated organisation under github.com's limits: once everything,
 * then what happens in it, looking every ten minutes of its time.
 */
final class Requests {
  private static final int ROUNDS = 30;
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(10);
  private static final Duration LOOK = Duration.ofMillis(1_500);

  public static void main(String[] arguments) throws Exception {
    int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    var options = GitHubSimulatorOptions.defaults().withLimits(LimitRules.GITHUB);
    int changes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
    try (var github = GitHubSimulator.start(options)) {
      var size = OrganisationSize.small().withEvents(events).withRepositories(5);
      OrganisationGenerator.generate(github.state(), "acme", size);
      var source = new Source(github);
      long read = source.readAll(events);
      tell("first reading, the source", github, read);
      var naive = new Naive(github);
      naive.look();
      tell("first reading, one by one", github, read);
      follow(github, source, naive, changes);
    }
    System.exit(0);
  }

  private static void follow(GitHubSimulator github, Source source, Naive naive, int changes)
      throws Exception {
    var life = new Activity(github.state(), 7, BETWEEN_LOOKS.dividedBy(changes));
    long news = 0;
    long ours = 0;
    long theirs = 0;
    var kinds = new TreeMap<String, Long>();
    for (int round = 0; round < ROUNDS; round++) {
      life.run(changes);
      github.state().clock().advance(Duration.ofSeconds(5));
      github.requests().clear();
      news += source.during(LOOK.plusMillis(100));
      ours += paid(github);
      github.requests().perEndpoint().forEach((name, n) -> kinds.merge(name, n, Long::sum));
      github.requests().clear();
      naive.look();
      theirs += paid(github);
    }
    System.out.printf("%,d new events, seen in %d looks at 5 repositories%n", news, ROUNDS);
    System.out.printf("the source: %,d = %.0f per 1,000%n", ours, ours * 1000.0 / news);
    kinds.forEach((name, n) -> System.out.printf("  %6d %s, 304 included%n", n, name));
    System.out.printf("one by one: %,d = %.0f per 1,000%n", theirs, theirs * 1000.0 / news);
  }

  private static void tell(String what, GitHubSimulator github, long events) {
    long paid = paid(github);
    System.out.printf(
        "%s: %,d events, %,d requests = %.0f per 1,000%n",
        what, events, paid, paid * 1000.0 / events);
    github.requests().perEndpoint().forEach((name, n) -> System.out.printf("  %6d %s%n", n, name));
    github.requests().clear();
  }

  /** What counts: an answer 304 does not. */
  private static long paid(GitHubSimulator github) {
    return github.requests().total() - github.requests().notModified();
  }

  /** The source as it is, without a worker. */
  private static final class Source {
    private final GithubSourceTask task = new GithubSourceTask();
    private final Offsets offsets = new Offsets();
    private long sent;

    Source(GitHubSimulator github) {
      var settings = new HashMap<String, String>();
      settings.put("name", "bench");
      settings.put("github.api.url", github.url().toString());
      settings.put("github.organisations", "acme");
      settings.put("github.tokens", GitHubSimulator.TOKEN);
      settings.put("github.streams", "issues,pulls,comments,review_comments,releases,runs");
      settings.put("github.poll.ms", Long.toString(LOOK.toMillis()));
      settings.put("exactly.once.support", "required");
      var connector = new GithubSourceConnector();
      connector.initialize(new Alone());
      connector.start(settings);
      var plan = connector.taskConfigs(1).get(0);
      connector.stop();
      task.initialize(new Context(plan, offsets));
      task.start(plan);
    }

    long readAll(int events) throws InterruptedException {
      long read = 0;
      while (read < events) {
        read += poll();
      }
      return read + during(Duration.ofSeconds(5));
    }

    long during(Duration time) throws InterruptedException {
      long end = System.nanoTime() + time.toNanos();
      long read = 0;
      while (System.nanoTime() - end < 0) {
        read += poll();
      }
      return read;
    }

    private int poll() throws InterruptedException {
      int events = 0;
      var batch = task.poll();
      for (var one : batch == null ? java.util.List.<SourceRecord>of() : batch) {
        offsets.commit(one);
        var where = new TopicPartition(one.topic(), 0);
        task.commitRecord(one, new RecordMetadata(where, sent++, 0, 0, 0, 0));
        events += one.topic().contains(".raw.") ? 1 : 0;
      }
      return events;
    }
  }

  /** A reader as one writes it first. */
  private static final class Naive {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

    private final GitHubSimulator github;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> runs = new HashSet<>();
    private Instant since = Instant.EPOCH;

    Naive(GitHubSimulator github) {
      this.github = github;
    }

    /** Looks at every repository for what has changed since the last time. */
    void look() throws Exception {
      var begun = github.state().clock().instant();
      for (var repository : list("/orgs/acme/repos?per_page=100")) {
        var path = "/repos/" + repository.path("full_name").asText();
        var changed = "/issues?state=all&sort=updated&direction=asc&per_page=100&since=";
        for (var issue : list(path + changed + since.truncatedTo(ChronoUnit.SECONDS))) {
          read(path, issue);
        }
        list(path + "/releases?per_page=100");
        var day = since.equals(Instant.EPOCH) ? "" : "&created=%3E%3D" + day();
        for (var page : pages(path + "/actions/runs?per_page=100" + day)) {
          for (var run : page.path("workflow_runs")) {
            if (runs.add(run.path("id") + "@" + run.path("updated_at"))) {
              list(path + "/actions/runs/" + run.path("id") + "/jobs?filter=all&per_page=100");
            }
          }
        }
      }
      since = begun;
    }

    private String day() {
      return since.minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.DAYS).toString();
    }

    private void read(String path, JsonNode issue) throws Exception {
      var number = issue.path("number").asText();
      list(path + "/issues/" + number + "/comments?per_page=100");
      if (issue.has("pull_request")) {
        list(path + "/pulls/" + number);
        list(path + "/pulls/" + number + "/reviews?per_page=100");
        list(path + "/pulls/" + number + "/comments?per_page=100");
      } else {
        list(path + "/issues/" + number);
      }
    }

    private Iterable<JsonNode> list(String path) throws Exception {
      var all = JSON.createArrayNode();
      for (var page : pages(path)) {
        page.forEach(all::add);
      }
      return all;
    }

    private Iterable<JsonNode> pages(String path) throws Exception {
      var all = JSON.createArrayNode();
      var next = github.url() + path;
      while (next != null) {
        var answer = get(next);
        all.add(JSON.readTree(answer.body()));
        var link = NEXT.matcher(answer.headers().firstValue("Link").orElse(""));
        next = link.find() ? link.group(1) : null;
      }
      return all;
    }

    private HttpResponse<byte[]> get(String address) throws Exception {
      while (true) {
        var request =
            HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + GitHubSimulator.TOKEN)
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 403 && answer.statusCode() != 429) {
          return answer;
        }
        // It would wait; here the time of the simulator goes on.
        github.state().clock().advance(Duration.ofMinutes(1));
      }
    }
  }

  private static final class Offsets implements OffsetStorageReader {
    private final Map<Map<String, ?>, Map<String, Object>> stored = new HashMap<>();

    void commit(SourceRecord sent) {
      stored.put(Map.copyOf(sent.sourcePartition()), new HashMap<>(sent.sourceOffset()));
    }

    @Override
    public <T> Map<String, Object> offset(Map<String, T> partition) {
      return stored.get(partition);
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(
        Collection<Map<String, T>> partitions) {
      var found = new HashMap<Map<String, T>, Map<String, Object>>();
      partitions.forEach(partition -> found.put(partition, stored.get(partition)));
      return found;
    }
  }

  private record Context(Map<String, String> configs, OffsetStorageReader offsetStorageReader)
      implements SourceTaskContext {
    @Override
    public PluginMetrics pluginMetrics() {
      return null;
    }
  }

  private static final class Alone implements SourceConnectorContext {
    @Override
    public OffsetStorageReader offsetStorageReader() {
      return new Offsets();
    }

    @Override
    public void requestTaskReconfiguration() {}

    @Override
    public void raiseError(Exception e) {
      throw new IllegalStateException(e);
    }

    @Override
    public PluginMetrics pluginMetrics() {
      return null;
    }
  }
}
