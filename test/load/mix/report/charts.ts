// The charts of a run over its time.
import type { LoadResult, Period } from "../result.ts";
import { html, type Markup } from "./markup.ts";
import { createLinearScale, createLogarithmicScale, createPlot, drawAxes, type Plot } from "./plot.ts";

const percentiles = ["p50", "p95", "p99"] as const;

const getMiddle = ({ from, seconds }: Period): number => from + seconds / 2;

/** The percentiles of each ten seconds; the scale is logarithmic, so that quick and slow answers can both be read. */
export function drawLatency({ phases, periods }: LoadResult, width: number): Markup {
  const values = periods.flatMap((period) => percentiles.map((one) => period[one])).filter((ms) => ms > 0);
  const scale = createLogarithmicScale(Math.min(...values), Math.max(...values));
  const plot = createPlot(width, findEnd(phases, periods), scale);
  const lines = percentiles.map((one) => drawLine(plot, periods, (period) => period[one], one));
  const title = "Latency over time: median, 95th and 99th percentile of each ten seconds";
  return wrap(plot, title, html`${drawAxes(plot, phases, scale, "ms")}${lines}`);
}

/** Requests that ended in each second, and in red those of them that failed. */
export function drawTraffic({ phases, periods }: LoadResult, width: number): Markup {
  const getRate = ({ requests, seconds }: Period) => requests / seconds;
  const getFailed = ({ requests, ok, seconds }: Period) => (requests - ok) / seconds;
  const scale = createLinearScale(Math.max(...periods.map(getRate)));
  const plot = createPlot(width, findEnd(phases, periods), scale);
  const bars = periods.flatMap((period) => [
    drawBar(plot, period, getRate(period), "rate"),
    ...(period.ok < period.requests ? [drawBar(plot, period, getFailed(period), "failed")] : []),
  ]);
  return wrap(
    plot,
    "Requests that ended and failures per second, over time",
    html`${drawAxes(plot, phases, scale, "/s")}${bars}`,
  );
}

/** Late answers arrive when the last phase is over. */
const findEnd = (phases: LoadResult["phases"], periods: readonly Period[]): number =>
  Math.max(
    phases.reduce((sum, { seconds }) => sum + seconds, 0),
    ...periods.map(({ from, seconds }) => from + seconds),
  );

function drawLine(plot: Plot, periods: readonly Period[], getValue: (period: Period) => number, name: string): Markup {
  const places = periods.map((period) => [plot.x(getMiddle(period)), plot.y(getValue(period))] as const);
  const path = places.map(([x, y], at) => html`${at === 0 ? "M" : "L"}${x} ${y}`);
  const dots =
    places.length > 30 ? [] : places.map(([x, y]) => html`<circle class="${name}" cx="${x}" cy="${y}" r="2.5"/>`);
  return html`<path class="line ${name}" d="${path}"/>${dots}`;
}

/** A gap of a pixel, so that bars can be told apart. A failure is never too small to be seen. */
function drawBar(plot: Plot, { from, seconds }: Period, value: number, name: "rate" | "failed"): Markup {
  const [left, right, bottom] = [plot.x(from), plot.x(from + seconds), plot.y(0)];
  const height = Math.max(name === "failed" ? 2 : 0, bottom - plot.y(value));
  return html`<rect class="${name}" x="${left + 0.5}" y="${bottom - height}" width="${Math.max(1, right - left - 1)}" height="${height}"/>`;
}

const wrap = ({ width, height }: Plot, title: string, content: Markup): Markup =>
  html`<svg role="img" aria-label="${title}" viewBox="0 0 ${width} ${height}">${content}</svg>`;
