// The area of a chart over the time of a run: its phases, its axes, and where a value lies in it.
import type { PhaseResult } from "../result.ts";
import { html, type Markup } from "./markup.ts";

export interface Plot {
  readonly width: number;
  readonly height: number;
  /** Horizontal place of a second of the run. */
  x(second: number): number;
  /** Vertical place of a value; one beyond the scale lies at its end. */
  y(value: number): number;
  readonly seconds: number;
}

/** The values of the vertical axis, from its lowest to its highest line. */
export interface Scale {
  readonly ticks: readonly number[];
  readonly isLogarithmic: boolean;
}

const margin = { left: 46, right: 18, top: 24, bottom: 24 } as const;

export function createPlot(width: number, seconds: number, { ticks, isLogarithmic }: Scale): Plot {
  const height = 240;
  const [from = 0, to = 1] = [ticks[0], ticks.at(-1)];
  const toShare = (value: number) =>
    isLogarithmic ? Math.log(Math.max(value, from) / from) / Math.log(to / from) : (value - from) / (to - from);
  const [right, bottom] = [width - margin.right, height - margin.bottom];
  return {
    ...{ width, height, seconds },
    x: (second) => margin.left + (right - margin.left) * Math.min(1, second / seconds),
    y: (value) => bottom - (bottom - margin.top) * Math.min(1, Math.max(0, toShare(value))),
  };
}

/** The lowest powers of ten, and their threefold, that reach over the highest value. */
export function createLogarithmicScale(lowest: number, highest: number): Scale {
  const ticks = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000];
  const first = ticks.findLastIndex((tick) => tick <= Math.max(1, lowest));
  const last = ticks.findIndex((tick) => tick >= highest);
  return { ticks: ticks.slice(first, Math.max(last === -1 ? ticks.length : last, first + 1) + 1), isLogarithmic: true };
}

/** From 0, in at most five round steps, over the highest value. */
export function createLinearScale(highest: number): Scale {
  const rough = Math.max(highest, 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? 10 * power;
  const count = Math.ceil(Math.max(highest, 1) / step);
  return { ticks: Array.from({ length: count + 1 }, (_, at) => at * step), isLogarithmic: false };
}

/** The bands of the phases with their names, the lines of the vertical axis, and the minutes. */
export function drawAxes(plot: Plot, phases: readonly PhaseResult[], { ticks }: Scale, unit: string): Markup {
  const [top, bottom] = [margin.top, plot.height - margin.bottom];
  let begin = 0;
  const bands = phases.map(({ name, seconds }, at) => {
    const [left, right] = [plot.x(begin), plot.x(begin + seconds)];
    begin += seconds;
    const band =
      at % 2 === 0
        ? html``
        : html`<rect class="band" x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"/>`;
    const fits = right - left > 6.2 * name.length;
    return html`${band}${fits ? html`<text x="${(left + right) / 2}" y="${top - 8}" text-anchor="middle">${name}</text>` : html``}`;
  });
  const lines = ticks.map(
    (tick) =>
      html`<line class="grid" x1="${margin.left}" x2="${plot.width - margin.right}" y1="${plot.y(tick)}" y2="${plot.y(tick)}"/><text x="${margin.left - 6}" y="${plot.y(tick) + 4}" text-anchor="end">${formatTick(tick)}</text>`,
  );
  const unitText = html`<text x="${margin.left - 6}" y="${top - 8}" text-anchor="end">${unit}</text>`;
  const times = listTimes(plot).map(
    (second) => html`<text x="${plot.x(second)}" y="${bottom + 16}" text-anchor="middle">${formatTime(second)}</text>`,
  );
  return html`${bands}${lines}${unitText}${times}`;
}

const formatTick = (tick: number): string => (tick >= 1000 ? `${tick / 1000}k` : String(tick));

const formatTime = (second: number): string =>
  `${Math.floor(second / 60)}:${String(Math.round(second % 60)).padStart(2, "0")}`;

/** Round times for the horizontal axis, with room for each. */
function listTimes({ seconds, width }: Plot): number[] {
  const maxCount = Math.floor(width / 60);
  const step = [1, 2, 5, 10, 20, 30, 60, 120, 300].find((one) => seconds / one <= maxCount) ?? 600;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, at) => at * step);
}
