// Lists the connections of a tenant, or of all, a page at a time.
import type { Connection } from "./connection.ts";
import { readConnections } from "./read-connections.ts";
import { parseConnectionKey } from "./table.ts";
import { type ConnectionPlace, listConnectionPlaces, type PlacesPage } from "./tenant-index.ts";

export interface ConnectionSearch {
  /** Undefined for all tenants. */
  readonly tenant: string | undefined;
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

/** Entries of the index that a page looks at. Their rows are read a hundred at a time. */
const maxPlaces = 1000;
const maxAtOnce = 100;

/** Reads one page of connections, without unreadable rows: a tenant's most recently connected first, all in no order. */
export async function searchConnections(search: ConnectionSearch): Promise<FoundConnections> {
  const { tenant, limit } = search;
  const isFiltered = search.provider !== undefined || search.isWanted !== undefined;
  const found: Connection[] = [];
  let after = search.after;
  for (let places = 0; places < maxPlaces && found.length < limit; places += maxAtOnce) {
    const atOnce = isFiltered ? maxAtOnce : Math.min(maxAtOnce, limit - found.length);
    const page = await listConnectionPlaces({ tenant, limit: atOnce, after });
    const taken = await takeWanted(page, search, limit - found.length);
    found.push(...taken.found);
    after = taken.next;
    if (after === undefined) break;
  }
  return { found, next: after };
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
