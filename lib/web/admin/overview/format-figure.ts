const countFormat = new Intl.NumberFormat("en");

export const formatCount = (count: number): string => countFormat.format(count);

/** Such as "87 %"; "99.9 %" where a whole number would hide that some are missing. Empty for null. */
export function formatShare(share: number | null): string {
  if (share === null) return "";
  const percent = share * 100;
  const isNearEdge = percent > 99 && percent < 100;
  return `${isNearEdge ? Math.min(99.9, Number(percent.toFixed(1))) : Math.round(percent)} %`;
}

const units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** Such as "3 days" or "less than a minute"; empty for null. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) return "";
  for (const [unit, size] of units) {
    const count = Math.round(seconds / size);
    if (seconds >= size) return `${count} ${unit}${count === 1 ? "" : "s"}`;
  }
  return "less than a minute";
}
