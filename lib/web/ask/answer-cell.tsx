import { formatUtcDay, formatUtcTime } from "../ui/dates.ts";
import type { ShownColumn } from "./describe-columns.ts";

interface Props {
  readonly value: unknown;
  readonly kind: ShownColumn["kind"];
}

const numberFormat = new Intl.NumberFormat("en", { maximumFractionDigits: 20, useGrouping: "min2" });

/** A value as a person reads it. Its own form is what the file for spreadsheets holds. */
export function AnswerCell({ value, kind }: Props) {
  if (value === null || value === undefined) return <span class="fine">–</span>;
  if (kind === "day" || kind === "time") {
    const text = String(value);
    return (
      <time dateTime={text} title={text}>
        {(kind === "day" ? formatUtcDay(text) : formatUtcTime(text)) || text}
      </time>
    );
  }
  if (typeof value === "number" && kind === "number") return <>{numberFormat.format(value)}</>;
  if (typeof value === "boolean") return <>{value ? "yes" : "no"}</>;
  return <>{typeof value === "object" ? JSON.stringify(value) : String(value)}</>;
}
