import { setTimeout as sleep } from "node:timers/promises";

export interface Asked {
  readonly endpoint: string;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly ms: number;
}

/**
 * Calls the endpoints in turn, `perSecond` times a second for `seconds`, without waiting for earlier answers, as independent users
 * do. @returns the answers, in the order they arrived
 */
export async function askAtPace(
  endpoints: Readonly<Record<string, () => Promise<{ readonly status: number }>>>,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<Asked[]> {
  const asked: Asked[] = [];
  const names = Object.keys(endpoints);
  const underWay = Array.from({ length: perSecond * seconds }, async (_, at) => {
    await sleep((1000 * at) / perSecond);
    const endpoint = names[at % names.length] ?? "";
    const before = performance.now();
    const status = await (endpoints[endpoint]?.() ?? Promise.reject()).then((answer) => answer.status).catch(() => 0);
    asked.push({ endpoint, status, ms: performance.now() - before });
  });
  await Promise.all(underWay);
  return asked;
}

/** One line for each endpoint and one for all: number of answers, times in milliseconds, statuses other than 200. */
export function describeTimes(asked: readonly Asked[]): string {
  const endpoints = [...new Set(asked.map(({ endpoint }) => endpoint))].sort();
  const rows = endpoints.map((name) =>
    row(
      name,
      asked.filter(({ endpoint }) => endpoint === name),
    ),
  );
  return [...rows, row("all", asked)].join("\n");
}

function row(name: string, asked: readonly Asked[]): string {
  const times = asked.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) =>
    `${Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0)}`;
  const figures = [0.5, 0.9, 0.99, 1].map(
    (share) => `${share === 1 ? "max" : `p${share * 100}`} ${at(share).padStart(5)}`,
  );
  const others = Object.entries(Object.groupBy(asked, ({ status }) => status))
    .filter(([status]) => status !== "200")
    .map(([status, some = []]) => `${some.length} answered ${status}`);
  return [`${name.padEnd(12)}${String(asked.length).padStart(6)}  ${figures.join("  ")} ms`, ...others].join("  ");
}
