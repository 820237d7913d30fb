package io.alluvium.sinks.iceberg;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.RESTCatalogAdapter;
import org.apache.iceberg.rest.RESTCatalogServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** Iceberg's own implementation of its REST protocol, as its project tests with. */
final class RestCatalogServer implements AutoCloseable {
  private final Server server = new Server(new InetSocketAddress("127.0.0.1", 0));

  /** Serves tables that are listed, and whose metadata lies, below a directory. */
  RestCatalogServer(Path directory) throws Exception {
    var behind =
        CatalogUtil.loadCatalog(
            JdbcCatalog.class.getName(),
            "behind",
            Map.of(
                "uri",
                "jdbc:sqlite:" + directory.resolve("rest.db") + "?synchronous=OFF",
                "warehouse",
                directory.resolve("warehouse").toString(),
                "jdbc.schema-version",
                "V1",
                "io-impl",
                QuickFileIO.class.getName()),
            null);
    var routes = new ServletContextHandler();
    routes.addServlet(
        new ServletHolder(new RESTCatalogServlet(new RESTCatalogAdapter(behind))), "/*");
    server.setHandler(routes);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getURI().getPort();
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
