import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Span } from "../api/types";
import { hue } from "./basic";
import { three } from "../text/number";

function css(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** A canvas that is as wide as its place, and drawn anew when data or theme change. */
function Plot({
  label,
  height,
  options,
  data,
}: {
  label: string;
  height: number;
  options: () => Omit<uPlot.Options, "width" | "height">;
  data: uPlot.AlignedData;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    let plot: uPlot | null = null;
    function draw() {
      plot?.destroy();
      plot = new uPlot({ ...options(), width: element!.clientWidth, height }, data, element!);
    }
    draw();
    const resized = new ResizeObserver(() => {
      if (plot && element.clientWidth > 0) plot.setSize({ width: element.clientWidth, height });
    });
    resized.observe(element);
    const themed = new MutationObserver(draw);
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", draw);
    return () => {
      resized.disconnect();
      themed.disconnect();
      system.removeEventListener("change", draw);
      plot?.destroy();
    };
  }, [options, data, height]);
  return <div ref={place} className="plot" role="img" aria-label={label} />;
}

function axes(): uPlot.Axis[] {
  const common = {
    stroke: css("--muted"),
    grid: { stroke: css("--line"), width: 1 },
    ticks: { show: false },
    font: "12px ui-sans-serif, system-ui, sans-serif",
  };
  return [
    { ...common, size: 30, grid: { show: false }, values: (_, ticks) => ticks.map((tick, index) => clock(tick, ticks[index - 1])) },
    { ...common, size: 48 },
  ];
}

/** The reader's time of a tick; with its day where that is another than the tick's before. */
function clock(tick: number, before: number | undefined): string {
  const at = new Date(tick * 1_000);
  const day = before !== undefined && new Date(before * 1_000).getDate() !== at.getDate();
  if (day) return at.toLocaleDateString(undefined, { day: "numeric", month: "short" });
  return at.toLocaleTimeString(undefined, {
    hour: "2-digit",
    minute: "2-digit",
    second: at.getSeconds() ? "2-digit" : undefined,
    hour12: false,
  });
}

/** Workloads by version, one upon the other. */
export function VersionsChart({ spans, versions }: { spans: Span[]; versions: string[] }) {
  const xs = spans.map((span) => Date.parse(span.from) / 1_000);
  const sums = spans.map(() => 0);
  const layers = versions.map((version) =>
    spans.map((span, index) => {
      sums[index] = (sums[index] as number) + (span.workloads[version] ?? 0);
      return sums[index] as number;
    }),
  );
  const shown = [...layers].reverse();
  const names = [...versions].reverse();
  const options = () => ({
    axes: axes(),
    padding: [8, 28, 0, 0] as uPlot.Padding,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_: uPlot, __: number, top: number): [number, number] => [0, Math.max(1, top * 1.08)] } },
    series: [
      {},
      ...names.map((name) => ({
        label: name,
        stroke: css(`--v${hue(name)}`),
        fill: css(`--v${hue(name)}-soft`),
        width: 1.5,
        points: { show: false },
      })),
    ],
  });
  const last = spans.at(-1);
  const label = `workloads by version over time; now ${versions
    .map((version) => `${last?.workloads[version] ?? 0} on ${version}`)
    .join(", ")}`;
  return (
    <figure>
      <Plot label={label} height={220} options={options} data={[xs, ...shown] as uPlot.AlignedData} />
      <figcaption className="legend">
        {versions.map((version) => (
          <span key={version} className="version" data-hue={hue(version)}>
            <bdi>{version}</bdi>
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

/** How evidence grew over time, on a scale of orders of magnitude, with the line where it pauses. */
export function EvidenceChart({ points }: { points: { at: string; wealth: number; pauseAt?: number | null }[] }) {
  const xs = points.map((point) => Date.parse(point.at) / 1_000);
  const least = 0.01;
  const wealth = points.map((point) => Math.max(least, point.wealth));
  const limit = points.map((point) => point.pauseAt ?? null);
  const top = Math.max(10, ...wealth, ...limit.map((each) => each ?? 0)) * 2;
  const options = () => ({
    axes: axes(),
    padding: [8, 28, 0, 0] as uPlot.Padding,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      y: { distr: 3 as const, log: 10 as const, range: (): [number, number] => [least, 10 ** Math.ceil(Math.log10(top))] },
    },
    series: [
      {},
      { label: "evidence", stroke: css("--accent"), fill: css("--accent-soft"), width: 2, points: { show: points.length < 3 } },
      { label: "pause", stroke: css("--bad"), width: 1.5, dash: [6, 4], points: { show: false } },
    ],
  });
  const last = points.at(-1);
  return (
    <Plot
      label={`evidence against the release over time; now ${three(last?.wealth ?? 0)} of ${three(last?.pauseAt ?? 0)}`}
      height={200}
      options={options}
      data={[xs, wealth, limit] as uPlot.AlignedData}
    />
  );
}
