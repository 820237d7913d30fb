package io.alluvium.simulators.slack;

import io.alluvium.simulators.Life;
import io.alluvium.simulators.fault.FaultScript;
import io.alluvium.simulators.http.RequestLog;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A Slack workspace on loopback: what tests and people change here, a client sees through the Web
 * API and Socket Mode. Thread-safe.
 */
public final class SlackSimulator implements AutoCloseable {
  private final FaultScript faults = new FaultScript();
  private final RequestLog log = new RequestLog();
  private final Cursors cursors = new Cursors();
  private final SocketMode sockets = new SocketMode();
  private final SimulatedWorkspace workspace;
  private final WebApi api;
  private final Javalin server;
  private final Random random;
  private final Life life = new Life();

  private SlackSimulator(SlackOptions options) {
    this.workspace = new SimulatedWorkspace(options, sockets::deliver);
    this.random = new Random(options.seed());
    var tiers = new RateTiers(options.limits(), options.limitWindow());
    var methods = new WebMethods(workspace, tiers, cursors);
    this.api = new WebApi(methods, tiers, faults, log, sockets);
    this.server =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.startup.startupWatcherEnabled = false;
          // On loopback it would only cost time.
          config.http.compressionStrategy = CompressionStrategy.NONE;
          config.routes.get("/api/{method}", api::handle);
          config.routes.post("/api/{method}", api::handle);
          config.routes.ws("/link/", sockets::configure);
        });
    server.start("127.0.0.1", options.port());
  }

  /** Starts a workspace. */
  public static SlackSimulator start(SlackOptions options) {
    return new SlackSimulator(options);
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Where the Web API is; what {@code slack.api.url} is set to. */
  public URI apiUrl() {
    return URI.create("http://127.0.0.1:" + port() + "/api/");
  }

  /** What goes wrong. */
  public FaultScript faults() {
    return faults;
  }

  /** Which calls came. */
  public RequestLog requests() {
    return log;
  }

  /** Calls of one method so far. */
  public long calls(String method) {
    return log.perEndpoint().getOrDefault(method, 0L);
  }

  /** Makes every cursor given so far invalid. */
  public void expireCursors() {
    cursors.expire();
  }

  /** Creates a channel; returns its id. */
  public String createChannel(String name, boolean isPrivate) {
    var channel = workspace.add(name, isPrivate, GeneratedHistory.none());
    workspace.tell(Events.channel("channel_created", channel));
    return channel.id;
  }

  /** Begins a conversation of two with the app; returns its id. */
  public String createDirect(String user) {
    return workspace.addDirect(user).id;
  }

  /** Archives a channel: it can be read and no more written to. */
  public void archive(String channel) {
    changeChannel(channel, "channel_archive", c -> c.archived = true);
  }

  /** Renames a channel. */
  public void renameChannel(String channel, String name) {
    changeChannel(channel, "channel_rename", c -> c.name = name);
  }

  /** Invites the app into a channel. */
  public void join(String channel) {
    changeChannel(channel, "member_joined_channel", c -> c.member = true);
  }

  /** Removes the app from a channel. */
  public void leave(String channel) {
    changeChannel(channel, "member_left_channel", c -> c.member = false);
  }

  private void changeChannel(String id, String type, Consumer<SimulatedChannel> change) {
    synchronized (workspace) {
      var channel = workspace.existing(id);
      change.accept(channel);
      workspace.tell(Events.channel(type, channel));
    }
  }

  /** Gives a person another display name. */
  public void renameUser(String user, String name) {
    synchronized (workspace) {
      workspace.users.put(user, name);
      workspace.tell(Events.user(user, name));
    }
  }

  /** Posts a message of now; returns its ts. */
  public String post(String channel, String user, String text) {
    var message = SlackMessage.plain(workspace.nextTs(), 0, user, text);
    return workspace.post(channel, message).name();
  }

  /** Puts a message of another time into a channel, as an import does; nobody is told. */
  public String postAt(String channel, Instant time, String text) {
    return put(channel, time, 0, text);
  }

  /** Puts a reply of another time into a channel; nobody is told. */
  public String replyAt(String channel, String parent, Instant time, String text) {
    return put(channel, time, Ts.micros(parent), text);
  }

  private String put(String channel, Instant time, long thread, String text) {
    long ts = ChronoUnit.MICROS.between(Instant.EPOCH, time);
    put(channel, SlackMessage.plain(ts, thread, SimulatedWorkspace.userId(0), text));
    return Ts.text(ts);
  }

  /** Puts a message as it is into a channel; nobody is told. */
  public void put(String channel, SlackMessage message) {
    synchronized (workspace) {
      workspace.existing(channel).put(message);
    }
  }

  /** Answers a message; returns the ts of the reply. */
  public String reply(String channel, String parent, String user, String text) {
    return workspace
        .post(channel, SlackMessage.plain(workspace.nextTs(), Ts.micros(parent), user, text))
        .name();
  }

  /** Answers a message and shows the reply in the channel too. */
  public String broadcast(String channel, String parent, String user, String text) {
    var reply = SlackMessage.plain(workspace.nextTs(), Ts.micros(parent), user, text);
    return workspace.post(channel, reply.withSubtype(SlackMessage.BROADCAST)).name();
  }

  /** Posts a message of a subtype, such as {@code channel_join}. */
  public String postSubtype(String channel, String user, String text, String subtype) {
    var message = SlackMessage.plain(workspace.nextTs(), 0, user, text);
    return workspace.post(channel, message.withSubtype(subtype)).name();
  }

  /** Posts a message with files of these names. */
  public String upload(String channel, String user, String text, List<String> names) {
    var message = SlackMessage.plain(workspace.nextTs(), 0, user, text);
    return workspace.post(channel, message.withFiles(names)).name();
  }

  /** Changes the text of a message. */
  public void edit(String channel, String ts, String text) {
    var before = workspace.find(channel, ts);
    workspace.replace(channel, before, before.edited(text, workspace.nextTs()));
  }

  /** Deletes a message; what has replies leaves a tombstone. */
  public void delete(String channel, String ts) {
    workspace.delete(channel, ts);
  }

  /** Gives a reaction, or takes it back. */
  public void react(String channel, String ts, String emoji, String user) {
    workspace.react(channel, ts, emoji, user);
  }

  /** Accepts another bot token from now on, and no longer the one before. */
  public void rotateToken(String token) {
    api.accept(token);
  }

  /** Ends all sockets for a while; what happens meanwhile is lost to them. */
  public void cutSockets(Duration time) {
    sockets.cut(time);
  }

  /** Asks all clients to connect anew, as Slack does every few hours. */
  public void refreshSockets() {
    sockets.refresh();
  }

  /** Sends the next events twice. */
  public void duplicateEvents(int events) {
    sockets.duplicate(events);
  }

  /** Sockets that are connected. */
  public int sockets() {
    return sockets.connections();
  }

  /** Events that happened while nobody was connected. */
  public long lostEvents() {
    return sockets.lost();
  }

  /** Envelopes that were sent and not acknowledged. */
  public List<String> unacknowledged() {
    return sockets.unacknowledged();
  }

  /** Ids of all channels. */
  public List<String> channels() {
    return workspace.channels().stream().map(channel -> channel.id).toList();
  }

  /**
   * One message.
   *
   * @throws NoSuchElementException if it is not there
   */
  public SlackMessage message(String channel, String ts) {
    return workspace.find(channel, ts);
  }

  /** The newest messages of a channel that answer none, by ts, newest first. */
  public List<String> newest(String channel, int count) {
    synchronized (workspace) {
      return workspace.existing(channel).page(Long.MAX_VALUE, 0, count).stream()
          .filter(message -> !message.isTombstone())
          .map(SlackMessage::name)
          .toList();
    }
  }

  /** Everything there is, channel by channel: the truth that a client must arrive at. */
  public void forEachMessage(BiConsumer<String, SlackMessage> consumer) {
    synchronized (workspace) {
      workspace
          .channels()
          .forEach(channel -> channel.forEach(message -> consumer.accept(channel.id, message)));
    }
  }

  /** All messages of a channel that are not tombstones, by ts. */
  public Map<String, SlackMessage> messages(String channel) {
    var messages = new HashMap<String, SlackMessage>();
    synchronized (workspace) {
      workspace
          .existing(channel)
          .forEach(message -> {
            if (!message.isTombstone()) {
              messages.put(message.name(), message);
            }
          });
    }
    return messages;
  }

  /** Lets people do something, as the seed will have it: post, answer, edit, delete, react. */
  public void live(int actions) {
    for (int i = 0; i < actions; i++) {
      SimulatedLife.act(this, random);
    }
  }

  /** Lets people do something from now on, one thing at a time, until the simulator is closed. */
  public void liveOn(Duration every) {
    life.each(every, () -> live(1));
  }

  @Override
  public void close() {
    life.close();
    api.stop();
    server.stop();
  }
}
