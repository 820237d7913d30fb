package io.alluvium.sinks.iceberg;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.util.Properties;
import java.util.logging.Logger;

/** A database that loses the answer to an update: {@code jdbc:flaky:} and the URL behind it. */
final class FlakyDriver implements Driver {
  /** What goes wrong with the next update. */
  enum Fault {
    NONE,
    /** It happens, and the connection breaks before the answer. */
    LOST_ANSWER,
    /** It happens, and nobody says so in time. */
    LATE_ANSWER,
    /** It does not happen. */
    REFUSED
  }

  private static final String PREFIX = "jdbc:flaky:";
  private static volatile Fault next = Fault.NONE;

  static void register() throws SQLException {
    DriverManager.registerDriver(new FlakyDriver());
  }

  static void next(Fault fault) {
    next = fault;
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    var behind = DriverManager.getConnection("jdbc:" + url.substring(PREFIX.length()), properties);
    return (Connection) proxy(Connection.class, behind);
  }

  private static Object proxy(Class<?> type, Object behind) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) -> {
          var answer = call(behind, method, arguments);
          return answer instanceof PreparedStatement
              ? proxy(PreparedStatement.class, answer)
              : answer;
        });
  }

  private static Object call(Object behind, Method method, Object[] arguments) throws Throwable {
    var fault = method.getName().equals("executeUpdate") ? next : Fault.NONE;
    try {
      if (fault == Fault.REFUSED) {
        next = Fault.NONE;
        throw new SQLException("the database is away");
      }
      var answer = method.invoke(behind, arguments);
      if (fault != Fault.NONE) {
        next = Fault.NONE;
        throw fault == Fault.LOST_ANSWER
            ? new SQLNonTransientConnectionException("connection reset")
            : new SQLTimeoutException("no answer in time");
      }
      return answer;
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }
}
