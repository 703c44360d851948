// Reads the audit a page at a time, newest first.
import { type AuditRow, parseAuditRows } from "./audit-row.ts";
import { type AuditFilter, type AuditSlice, type AuditSpan, readActions, readMonths } from "./audit-slice.ts";

export interface AuditQuery extends AuditFilter {
  /** Those of the tenants' entries, as rows have them; undefined for all. */
  readonly tenants: readonly string[] | undefined;
  /** `from` is inclusive, `to` exclusive. */
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
  /** `next` of the page before. */
  readonly before?: string | undefined;
}

export interface AuditPage {
  readonly found: readonly AuditRow[];
  /** `before` of the next page; undefined at the end. A short or empty page can still have a next one. */
  readonly next: string | undefined;
}

/** A place in the audit: a time, perhaps with an entry's id. */
const positionPattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)(#[\w-]{1,64}|~)?$/;

export function isAuditPosition(text: string): boolean {
  const [, time = ""] = positionPattern.exec(text) ?? [];
  return !Number.isNaN(Date.parse(time));
}

/** Steps of a page: a year of a tenant has thirteen months. Of all tenants, each step asks for every action. */
const maxSteps = { tenant: 16, all: 3 };
/** Entries that a step looks at in each partition where most may not be wanted. */
const maxFiltered = 1000;

/** Reads one page of the audit, newest first, without unreadable entries. @param now epoch seconds */
export async function queryAudit(query: AuditQuery, now: number = Date.now() / 1000): Promise<AuditPage> {
  const [from, to] = [query.from.toISOString(), query.to.toISOString()];
  const found: AuditRow[] = [];
  let before = query.before !== undefined && query.before < to ? query.before : to;
  const steps = query.tenants === undefined ? maxSteps.all : maxSteps.tenant;
  for (let step = 0; before > from && found.length < query.limit && step < steps; step += 1) {
    const slice = await readSlice(query, { from, before, limit: chooseLimit(query) });
    found.push(...parseAuditRows(slice.items, now));
    before = slice.readTo;
  }
  const page = found.slice(0, query.limit);
  const rest = found.length > page.length ? page.at(-1)?.sk : before;
  return { found: page, next: rest !== undefined && rest > from ? rest : undefined };
}

const readSlice = ({ tenants, ...filter }: AuditQuery, span: AuditSpan): Promise<AuditSlice> =>
  tenants === undefined ? readActions(filter, span) : readMonths(tenants, filter, span);

function chooseLimit({ tenants, user, action, provider, limit }: AuditQuery): number {
  const isFiltered = user !== undefined || provider !== undefined || (tenants !== undefined && action !== undefined);
  // One more, since `BETWEEN` includes the place that is left out.
  return isFiltered ? Math.max(maxFiltered, limit + 1) : limit + 1;
}
