package io.alluvium.app.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.Location;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The web page: files from the class path, and one document for each of its addresses. */
final class WebPage {
  private static final String DIRECTORY = "/web";
  private static final String DOCUMENT = DIRECTORY + "/index.html";
  private static final List<String> ADDRESSES = List.of("/search", "/sources");

  private WebPage() {}

  static void serve(JavalinConfig config) {
    config.staticFiles.add(files -> {
      files.directory = DIRECTORY;
      files.location = Location.CLASSPATH;
      // Always asked for, answered 304 by its ETag: a new version of the page shows at once.
      files.headers = Map.of("Cache-Control", "no-cache");
    });
    // The page reads its state from the URL, so a link or a reload must get the same document.
    ADDRESSES.forEach(address -> config.routes.get(address, WebPage::document));
  }

  private static void document(Context ctx) {
    InputStream document =
        Objects.requireNonNull(WebPage.class.getResourceAsStream(DOCUMENT), DOCUMENT);
    ctx.header("Cache-Control", "no-cache")
        .contentType("text/html; charset=utf-8")
        .result(document);
  }
}
