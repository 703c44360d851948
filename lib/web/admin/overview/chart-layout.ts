// Places the parts of the bars in percent of the chart's width, so that text keeps its size at any width.

export interface BarPart {
  readonly value: number;
  /** Names the look, such as `good`. */
  readonly look: string;
}

export interface PlacedPart extends BarPart {
  /** Percent. */
  readonly from: number;
  readonly width: number;
}

/** What is not nothing can be seen. */
const minWidth = 0.6;

/**
 * Places the parts of a bar one after the other.
 * @param maxTotal the value of a bar of the full width
 */
export function placeParts(parts: readonly BarPart[], maxTotal: number): readonly PlacedPart[] {
  let from = 0;
  return parts
    .filter(({ value }) => value > 0)
    .map((part) => {
      const width = Math.min(100 - from, Math.max(minWidth, (part.value / Math.max(maxTotal, 1)) * 100));
      const placed = { ...part, from, width };
      from += width;
      return placed;
    });
}
