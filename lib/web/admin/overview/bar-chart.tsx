import { useId } from "preact/hooks";
import { type BarPart, placeParts } from "./chart-layout.ts";

export interface Bar {
  readonly name: string;
  /** What is written at its end. */
  readonly text: string;
  readonly parts: readonly BarPart[];
}

interface Props {
  /** Says in a sentence what the chart shows: all that a screen reader tells of it. The table has the numbers. */
  readonly title: string;
  readonly bars: readonly Bar[];
}

const rowHeight = 40;
/** Between a bar and the name of the next. */
const barGap = 11;
const sumParts = ({ parts }: Bar): number => parts.reduce((sum, { value }) => sum + value, 0);

/** Bars, one below the other, each with its name above and made of one part or several. */
export function BarChart({ title, bars }: Props) {
  const id = useId();
  const maxTotal = Math.max(...bars.map(sumParts));
  return (
    <svg class="chart" role="img" aria-labelledby={id} width="100%" height={bars.length * rowHeight - barGap}>
      <title id={id}>{title}</title>
      {bars.map((bar, row) => (
        <g key={bar.name}>
          <text x="0" y={row * rowHeight + 14}>
            {bar.name}
          </text>
          <text class="chart-value" x="100%" y={row * rowHeight + 14}>
            {bar.text}
          </text>
          <rect class="chart-track" x="0" y={row * rowHeight + 21} width="100%" height="8" rx="4" />
          {placeParts(bar.parts, maxTotal).map(({ look, from, width }) => (
            <rect
              key={look}
              class={`chart-part ${look}`}
              x={`${from}%`}
              y={row * rowHeight + 21}
              width={`${width}%`}
              height="8"
              rx="2"
            />
          ))}
        </g>
      ))}
    </svg>
  );
}
