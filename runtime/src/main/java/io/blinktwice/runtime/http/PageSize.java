package io.blinktwice.runtime.http;

import java.util.List;

/** How many entries of a list somebody asks for at once. */
public final class PageSize {
  private PageSize() {}

  /**
   * So many, or the most that there are on a page; what makes no sense is refused.
   *
   * @throws ProblemException with 422
   */
  public static int of(int limit, int most) {
    if (limit < 1) {
      throw ProblemException.invalid(List.of("limit must be at least 1, not " + limit));
    }
    return Math.min(limit, most);
  }
}
