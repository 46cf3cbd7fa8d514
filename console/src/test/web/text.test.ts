import { describe, expect, test } from "vitest";
import { band } from "../../main/web/text/band";
import { EventParser } from "../../main/web/api/sse";
import { place } from "../../main/web/parts/meter";
import { lineDiff, settingsDiff } from "../../main/web/text/diff";
import { BEATS, busyShare, heat, withBeat } from "../../main/web/text/heat";
import { byVersion, bytes, duration, figure, percent, three, words } from "../../main/web/text/number";
import { operationProgress } from "../../main/web/text/progress";
import { relative, span, utc } from "../../main/web/text/time";

describe("server-sent events", () => {
  const TEXT = 'id: a:1\nevent: pin\ndata: {"x":1}\n\n: a remark\nevent: heartbeat\ndata: {}\n\ndata: one\ndata: two\n\n';

  test("are the same however the stream is cut", () => {
    const whole = new EventParser().push(TEXT);
    expect(whole.map((event) => event.data)).toEqual(['{"x":1}', "{}", "one\ntwo"]);
    expect(whole[0]?.name).toBe("pin");
    expect(whole[1]?.id).toBe("a:1");
    for (let size = 1; size < 12; size++) {
      const parser = new EventParser();
      const pieces = [];
      for (let at = 0; at < TEXT.length; at += size) pieces.push(...parser.push(TEXT.slice(at, at + size)));
      expect(pieces).toEqual(whole);
    }
  });

  test("take Windows' ends of lines, and wait for the end of an event", () => {
    const parser = new EventParser();
    expect(parser.push("event: pin\r\ndata: 1\r\n")).toEqual([]);
    expect(parser.push("\r\n").map((event) => event.data)).toEqual(["1"]);
  });
});

describe("differences", () => {
  test("are what makes the one text into the other", () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let round = 0; round < 200; round++) {
      const text = () => Array.from({ length: random(12) }, () => "abc"[random(3)]).join("\n");
      const [left, right] = [text(), text()];
      const lines = lineDiff(left, right);
      expect(lines.filter((line) => line.kind !== "added").map((line) => line.text).join("\n")).toBe(left);
      expect(lines.filter((line) => line.kind !== "removed").map((line) => line.text).join("\n")).toBe(right);
    }
  });

  test("keep what both have", () => {
    expect(lineDiff("a\nb\nc", "a\nx\nc").map((line) => line.kind)).toEqual(["same", "removed", "added", "same"]);
  });

  test("of enormous texts are found quickly, if coarsely", () => {
    const many = (word: string) => Array.from({ length: 20_000 }, (_, index) => word + index).join("\n");
    expect(lineDiff(many("a"), many("b")).length).toBe(40_000);
  });

  test("of settings name only what differs", () => {
    expect(settingsDiff({ a: "1", b: "2" }, { a: "1", c: "3" })).toEqual([
      { name: "b", left: "2", right: undefined },
      { name: "c", left: undefined, right: "3" },
    ]);
  });
});

describe("figures", () => {
  test("say as much as is known", () => {
    expect(percent(0.99998)).toBe("99.998 %");
    expect(percent(0.999999)).toBe("99.999 %"); // Never rounded up to a promise.
    expect(percent(0.003)).toBe("0.3 %");
    expect(percent(0.5)).toBe("50 %");
    expect(three(83.333)).toBe("83.3");
    expect(three(0.00004)).toBe("4.0e-5");
    expect(bytes(1536)).toBe("1.5 KiB");
    expect(duration(90_000)).toBe("1.5 min");
    expect(figure("taskMillis", 900)).toBe("900 ms");
    expect(figure("spilledDiskBytes", 2048)).toBe("2 KiB");
    expect(words("spilledDiskBytes")).toBe("spilled disk");
  });

  test("order versions by their numbers", () => {
    expect(["4.10.0", "4.2.0", "3.5.7"].sort(byVersion)).toEqual(["3.5.7", "4.2.0", "4.10.0"]);
  });
});

describe("times", () => {
  test("are told from now", () => {
    expect(span(61_000)).toBe("1 min");
    expect(relative(0, 3_600_000)).toBe("1 h ago");
    expect(relative(86_400_000, 0)).toBe("in 1 d");
    expect(relative(1_000, 0)).toBe("just now");
    expect(utc(0)).toBe("1970-01-01 00:00:00 UTC");
  });
});

describe("the heat of a cluster", () => {
  const load = (second: number, cpuShare: number | null) => ({
    cores: 4,
    load: { cpuShare, activeTasks: 3, queuedTasks: 1, measuredAt: new Date(second * 1_000).toISOString() },
  });

  test("is what it says of its cores, else what its tasks say", () => {
    expect(busyShare(load(0, 0.5))).toBe(0.5);
    expect(busyShare(load(0, 7))).toBe(1);
    expect(busyShare(load(0, null))).toBe(0.75);
    expect(busyShare({ cores: 4, load: null })).toBe(null);
    expect([0, 0.2, 0.5, 0.99, 1].map(heat)).toEqual([0, 1, 2, 4, 4]);
  });

  test("remembers each beat once, and only the newest", () => {
    let beats = withBeat([], load(1, 0.1));
    beats = withBeat(beats, load(1, 0.9));
    expect(beats).toHaveLength(1);
    for (let second = 2; second < 500; second++) beats = withBeat(beats, load(second, 0.2));
    expect(beats).toHaveLength(BEATS);
    expect(beats.at(-1)?.at).toBe(499_000);
  });
});

describe("the meter", () => {
  test("grows with the evidence and stays on its scale", () => {
    expect(place(0, 80)).toBe(0);
    expect(place(1, 80)).toBeLessThan(place(10, 80));
    expect(place(80, 80)).toBeLessThan(1);
    expect(place(1e9, 80)).toBe(1);
  });
});

describe("how far an operation is", () => {
  test("is told by its tasks, else by what was expected of it, and may be more than that", () => {
    expect(operationProgress({ tasks: 200, endedTasks: 50 }, 10)).toEqual({ part: 0.25, sentence: "50 of 200 tasks have ended" });
    expect(operationProgress({ taskMillis: 5_000 }, 20).part).toBe(0.25);
    expect(operationProgress({ taskMillis: 50_000 }, 20)).toEqual({ part: 1, sentence: "2.5 times what was expected" });
    expect(operationProgress({}, 20).part).toBeNull();
  });
});

test("a band holds the middle eight of ten values, and needs five", () => {
  expect(band([1, 2, 3, 4])).toBeNull();
  expect(band([10, 0, 5, 2.5, 7.5])).toEqual({ low: 1, high: 9 });
});
