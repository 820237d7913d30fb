package io.alluvium.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands for picocli: by a constructor that takes the session, or by one without. */
final class CommandFactory implements IFactory {
  private final Session session;

  CommandFactory(Session session) {
    this.session = session;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (var constructor : type.getDeclaredConstructors()) {
      var parameters = constructor.getParameterTypes();
      if (parameters.length == 1 && parameters[0] == Session.class) {
        return type.cast(constructor.newInstance(session));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
