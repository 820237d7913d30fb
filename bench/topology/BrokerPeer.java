import io.alluvium.app.embedded.EmbeddedBroker;
import io.alluvium.app.embedded.registry.EmbeddedRegistry;
import io.alluvium.app.embedded.registry.RegistryRoutes;
import io.alluvium.app.http.HttpServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The broker and the registry that all peers use. */
final class BrokerPeer {
  public static void main(String[] arguments) throws Exception {
    var schemas = new EmbeddedRegistry();
    var broker = EmbeddedBroker.start(Path.of(arguments[0]), 0);
    var http = HttpServer.start(0, routes -> RegistryRoutes.mount(routes, schemas, "/registry"));
    Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var admin = Admin.create(client)) {
      var compacted = new NewTopic("registry", 1, (short) 1);
      compacted.configs(Map.of("cleanup.policy", "compact"));
      admin.createTopics(List.of(compacted)).all().get();
    }
    schemas.start(broker.bootstrapServers(), "registry");
    System.out.println(
        "serving " + broker.bootstrapServers() + " http://127.0.0.1:" + http.port() + "/registry");
    Thread.currentThread().join();
  }
}
