package io.blinktwice.runtime.access;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An endpoint of each kind. */
@Controller("/rooms")
final class RoomsController {
  final List<String> changed = new CopyOnWriteArrayList<>();

  /** What a caller turns out to be. */
  @Serdeable
  record Seen(String actor, String workspace) {
    static Seen of(HttpRequest<?> request) {
      Caller caller = Caller.of(request);
      return new Seen(caller.actor(), caller.workspace().value());
    }
  }

  /** What it is told. */
  @Serdeable
  record Order(String text) {}

  @Get("/open")
  @Needs(Right.NONE)
  String open() {
    return "\"open\"";
  }

  @Get("/view")
  @Needs(Right.VIEW)
  Seen view(HttpRequest<?> request) {
    return Seen.of(request);
  }

  @Post("/ask")
  @Needs(Right.VIEW)
  Seen ask(@Body Order order, HttpRequest<?> request) {
    return Seen.of(request);
  }

  @Put("/operate")
  @Needs(Right.OPERATE)
  Seen operate(@Body Order order, HttpRequest<?> request) {
    changed.add(order.text());
    return Seen.of(request);
  }

  @Put("/fleet")
  @Needs(value = Right.OPERATE, platform = true)
  Seen fleet(@Body Order order, HttpRequest<?> request) {
    changed.add(order.text());
    return Seen.of(request);
  }

  @Get("/admin")
  @Needs(Right.ADMIN)
  Seen admin(HttpRequest<?> request) {
    return Seen.of(request);
  }

  @Get("/undeclared")
  String undeclared() {
    return "\"nobody said who may\"";
  }

  @Get("/broken")
  @Needs(Right.VIEW)
  String broken() {
    throw new IllegalStateException("the password is swordfish");
  }
}
