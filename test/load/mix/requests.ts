// Which request is made at which turn. Imports nothing: both generators read it, so that both make the same requests.

export type Endpoint = "health" | "slack" | "calendar" | "gmail" | "crm" | "connections" | "queries";

/** Percent of all requests. */
export const mix: Readonly<Record<Endpoint, number>> = {
  health: 10,
  slack: 20,
  calendar: 20,
  gmail: 20,
  crm: 15,
  connections: 10,
  queries: 5,
};

/** Every share is a multiple of five percent, so twenty requests have the whole mix. */
const percentPerCard = 5;

/** One row of the tokens' file. */
export interface Caller {
  readonly token: string;
  /** A service looks customers up: its token, a tenant that it may ask for, and a number to look for. */
  readonly customers?: { readonly token: string; readonly tenant: string; readonly phone: string };
}

export interface PlannedRequest {
  readonly endpoint: Endpoint;
  readonly method: "GET" | "POST";
  /** Path and query. */
  readonly path: string;
  readonly token?: string;
  readonly body?: Readonly<Record<string, string>>;
}

interface Card {
  readonly endpoint: Endpoint;
  /** How many cards of this endpoint lie before it, and how many there are. */
  readonly rank: number;
  readonly count: number;
}

/** The mix as cards, those of an endpoint as far from each other as they can be. */
function buildDeck(leftOut: readonly Endpoint[] = []): Card[] {
  const counts = (Object.keys(mix) as Endpoint[])
    .filter((endpoint) => !leftOut.includes(endpoint))
    .map((endpoint) => ({ endpoint, count: mix[endpoint] / percentPerCard }));
  return counts
    .flatMap(({ endpoint, count }) =>
      Array.from({ length: count }, (_, rank) => ({ endpoint, rank, count, place: (rank + 0.5) / count })),
    )
    .sort((a, b) => a.place - b.place)
    .map(({ place: _, ...card }) => card);
}

/**
 * Plans requests so that every twenty in a row have the exact mix, and the requests of an endpoint are of each caller in turn.
 * @returns a function from the turn, counted from 0, to its request
 * @throws Error when there is no caller for an endpoint of the mix
 */
export function planRequests(
  callers: readonly Caller[],
  leftOut: readonly Endpoint[] = [],
): (turn: number) => PlannedRequest {
  const deck = buildDeck(leftOut);
  const services = callers.flatMap(({ customers }) => (customers ? [customers] : []));
  if (callers.length === 0) throw new Error("There is no caller.");
  if (services.length === 0 && !leftOut.includes("crm")) throw new Error("There is no service that may ask a CRM.");
  return (turn) => {
    const card = deck[turn % deck.length];
    if (!card) throw new Error("The mix has no request.");
    const at = Math.floor(turn / deck.length) * card.count + card.rank;
    return card.endpoint === "crm"
      ? findCustomer(services[at % services.length])
      : askAsUser(card.endpoint, callers[at % callers.length]?.token ?? "", at);
  };
}

function findCustomer(
  { token, tenant, phone }: NonNullable<Caller["customers"]> = { token: "", tenant: "", phone: "" },
) {
  const path = `/api/crm/${encodeURIComponent(tenant)}/customers?phone=${encodeURIComponent(phone)}`;
  return { endpoint: "crm", method: "GET", path, token } as const;
}

const paths: Readonly<Record<Exclude<Endpoint, "crm">, string>> = {
  health: "/api/health",
  slack: "/api/v2/slack/channels",
  calendar: "/api/v2/calendar/events?maxResults=10",
  gmail: "/api/v2/gmail/messages?maxResults=10",
  connections: "/api/integrations",
  queries: "/api/mcp/query",
};

function askAsUser(endpoint: Exclude<Endpoint, "crm">, token: string, at: number): PlannedRequest {
  const path = paths[endpoint];
  if (endpoint === "health") return { endpoint, method: "GET", path };
  if (endpoint !== "queries") return { endpoint, method: "GET", path, token };
  // Sixty questions, so that some are answered from what is kept, as questions of one team are.
  const query = `how many users joined in the last ${1 + (at % 60)} days`;
  return { endpoint, method: "POST", path, token, body: { query } };
}
