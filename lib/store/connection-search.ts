// Lists the connections of a tenant, or of all, a page at a time.
import type { Connection } from "./connection.ts";
import { readConnections } from "./read-connections.ts";
import { parseConnectionKey } from "./table.ts";
import { type ConnectionPlace, listConnectionPlaces, type PlacesPage } from "./tenant-index.ts";

export interface ConnectionSearch {
  /** Those of the tenants' connections, as rows have them, one after the other; undefined for all. */
  readonly tenants: readonly string[] | undefined;
  readonly provider?: string | undefined;
  /** What else is asked for; undefined for all. */
  readonly isWanted?: ((connection: Connection) => boolean) | undefined;
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: ConnectionPlace | undefined;
}

export interface FoundConnections {
  readonly found: readonly Connection[];
  /** Where the next page begins; undefined at the end. A short or empty page can have a next one. */
  readonly next: ConnectionPlace | undefined;
}

/** A page looks at a thousand entries of the index at most. Their rows are read a hundred at a time. */
const maxSteps = 10;
const maxAtOnce = 100;

/** Reads one page of connections, without unreadable rows: a tenant's most recently connected first, all in no order. */
export async function searchConnections(search: ConnectionSearch): Promise<FoundConnections> {
  const found: Connection[] = [];
  let [after, next] = [search.after, search.after];
  let rest = startTenants(search);
  for (let steps = 0; steps < maxSteps && found.length < search.limit; steps += 1) {
    const room = search.limit - found.length;
    const page = await listConnectionPlaces({ tenant: rest[0], limit: chooseLimit(search, room), after });
    const taken = await takeWanted(page, search, room);
    found.push(...taken.found);
    after = taken.next;
    // The last place of a tenant leads to the next one: nothing is behind it.
    next = after ?? page.places.at(-1) ?? next;
    if (after === undefined) rest = rest.slice(1);
    if (rest.length === 0) return { found, next: undefined };
  }
  return { found, next };
}

/** The tenants that are left to list; one that is undefined stands for all. */
function startTenants({ tenants, after }: ConnectionSearch): readonly (string | undefined)[] {
  if (tenants === undefined) return [undefined];
  const reached = after === undefined ? 0 : tenants.indexOf(parseConnectionKey(after.pk, after.sk).tenant);
  return tenants.slice(Math.max(0, reached));
}

function chooseLimit({ provider, isWanted }: ConnectionSearch, room: number): number {
  const isFiltered = provider !== undefined || isWanted !== undefined;
  return isFiltered ? maxAtOnce : Math.min(maxAtOnce, room);
}

/** The wanted connections of a page of the index, up to `room`, and where to go on. */
async function takeWanted(page: PlacesPage, search: ConnectionSearch, room: number): Promise<FoundConnections> {
  const { provider, isWanted = () => true } = search;
  const isOfProvider = ({ pk, sk }: ConnectionPlace) =>
    provider === undefined || parseConnectionKey(pk, sk).provider === provider;
  const connections = await readConnections(page.places.filter(isOfProvider));
  const found: Connection[] = [];
  for (const place of page.places) {
    const connection = connections.get(place);
    if (connection !== undefined && isWanted(connection)) found.push(connection);
    if (found.length === room) return { found, next: place === page.places.at(-1) ? page.next : place };
  }
  return { found, next: page.next };
}
