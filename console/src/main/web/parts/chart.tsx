import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Span } from "../api/types";
import { hue } from "./basic";
import { band } from "../text/band";
import { figure, three } from "../text/number";

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

/** Cores that were asked for, that were expected, and that the objective wants covered. */
export function DemandChart({
  name,
  points,
}: {
  name: string;
  points: { decidedAt: string; demandCores: number; forecastCores?: number | null; coveredCores?: number | null }[];
}) {
  const xs = points.map((point) => Date.parse(point.decidedAt) / 1_000);
  const demand = points.map((point) => point.demandCores);
  const forecast = points.map((point) => point.forecastCores ?? null);
  const covered = points.map((point) => point.coveredCores ?? null);
  const options = () => ({
    axes: axes(),
    padding: [8, 28, 0, 0] as uPlot.Padding,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_: uPlot, __: number, top: number): [number, number] => [0, Math.max(1, top * 1.1)] } },
    series: [
      {},
      { label: "demand", stroke: css("--accent"), fill: css("--accent-soft"), width: 2, points: { show: points.length < 3 } },
      { label: "expected", stroke: css("--warn"), width: 1.5, points: { show: false } },
      { label: "covered", stroke: css("--muted"), width: 1.5, dash: [6, 4], points: { show: false } },
    ],
  });
  const last = points.at(-1);
  const said = (value: number | null | undefined) => (value == null ? "nothing" : three(value));
  return (
    <figure>
      <Plot
        label={`cores of ${name}: ${said(last?.demandCores)} asked for, ${said(last?.forecastCores)} expected, ${said(last?.coveredCores)} to be covered`}
        height={160}
        options={options}
        data={[xs, demand, forecast, covered] as uPlot.AlignedData}
      />
      <figcaption className="legend">
        <bdi>{name}</bdi>: cores asked for (filled), expected when a start would be done, to be covered (dashed)
      </figcaption>
    </figure>
  );
}

/** A figure of each run in its order, in its version's colour; the older version's band behind them. */
export function FiguresChart({
  name,
  runs,
  baseline,
}: {
  name: string;
  runs: { version: string; figures: Record<string, number> }[];
  baseline: string;
}) {
  const xs = runs.map((_, index) => index + 1);
  const versions = [...new Set(runs.map((run) => run.version))];
  const usual = band(runs.filter((run) => run.version === baseline).flatMap((run) => run.figures[name] ?? []));
  const line = (value: number | undefined) => xs.map(() => value ?? null);
  const options = () => ({
    axes: [
      { ...axes()[0], values: (_: uPlot, ticks: number[]) => ticks.map((tick) => (Number.isInteger(tick) ? String(tick) : "")) },
      { ...axes()[1], size: 72, values: (_: uPlot, ticks: number[]) => ticks.map((tick) => figure(name, tick)) },
    ],
    padding: [8, 28, 0, 0] as uPlot.Padding,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, y: { range: (_: uPlot, __: number, top: number): [number, number] => [0, Math.max(1, top * 1.1)] } },
    bands: [{ series: [2, 1] as [number, number], fill: css("--accent-soft") }],
    series: [
      {},
      { label: "lower", stroke: css("--line-strong"), dash: [4, 4], width: 1, points: { show: false } },
      { label: "upper", stroke: css("--line-strong"), dash: [4, 4], width: 1, points: { show: false } },
      ...versions.map((version) => ({
        label: version,
        stroke: css(`--v${hue(version)}`),
        width: 0,
        points: { show: true, size: 7, fill: css(`--v${hue(version)}`) },
      })),
    ],
  });
  const data = [
    xs,
    line(usual?.low),
    line(usual?.high),
    ...versions.map((version) => runs.map((run) => (run.version === version ? (run.figures[name] ?? null) : null))),
  ] as uPlot.AlignedData;
  const said = usual ? `${figure(name, usual.low)} to ${figure(name, usual.high)} on ${baseline}` : `too few runs on ${baseline} for a band`;
  return (
    <figure>
      <Plot label={`${name} of ${runs.length} runs; ${said}`} height={180} options={options} data={data} />
      <figcaption className="legend">
        {versions.map((version) => (
          <span key={version} className="version" data-hue={hue(version)}>
            <bdi>{version}</bdi>
          </span>
        ))}
        <span className="quiet">eight of ten: {said}</span>
      </figcaption>
    </figure>
  );
}
