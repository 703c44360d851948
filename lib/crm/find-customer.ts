// Finds a tenant's customer by phone, while the phone rings.
import type { Dependencies } from "../connections/dependencies.ts";
import { Problem } from "../errors.ts";
import { withRequestDeadline } from "../http/fetch-deadline.ts";
import { withLatencyMetric } from "../http/latency-metric.ts";
import { describeError, log } from "../log.ts";
import { count } from "../metrics.ts";
import { isSamePhone } from "../phone-forms.ts";
import type { Actor } from "../store/audit.ts";
import { type ConnectedConnector, readLookup } from "../store/customer-lookup.ts";
import { readCustomersSecret } from "../store/secrets.ts";
import { type Ask, type SystemAnswer, takeFirst } from "./ask-in-order.ts";
import { withConnectorAccess } from "./connector-access.ts";
import {
  type AnswerPlace,
  describeAsked,
  type FoundCustomer,
  type KeptAbout,
  keepAnswer,
  nameAnswer,
  openKept,
} from "./kept-answers.ts";
import type { FindSystem } from "./systems.ts";

export interface CustomerRequest extends KeptAbout {
  /** Where a stored number without its country's code is meant. */
  readonly country: string;
  readonly actor: Actor;
}

/** What a lookup came to. `partial`: the providers before the one that answered which did not, in the tenant's order. */
export type Finding =
  | { readonly kind: "found"; readonly customer: FoundCustomer; readonly partial: readonly string[] }
  | { readonly kind: "unknown"; readonly partial: readonly string[] }
  | { readonly kind: "not_connected" }
  | { readonly kind: "gone"; readonly reconnectUrl: string }
  | { readonly kind: "out" };

/** For all systems together. A caller hears the phone ring meanwhile. */
const lookupTimeoutMs = 1500;

/**
 * Asks the tenant's systems side by side; the first in the tenant's order that knows the number answers. Whole answers are kept.
 * @throws Problem provider_unavailable if the connectors cannot be read
 */
export async function findCustomer(
  request: CustomerRequest,
  findSystem: FindSystem,
  dependencies: Dependencies,
): Promise<Finding> {
  const { owner, providers } = request;
  const deadline = AbortSignal.timeout(lookupTimeoutMs);
  const secret = await readCustomersSecret().catch(() => undefined);
  const toName = (version: string) => (secret === undefined ? undefined : nameAnswer(secret, request, version));
  const { version, connectors: all, kept } = await readLookup({ owner, toName });
  const connectors = all.filter(({ connector }) => providers.includes(connector.provider));
  if (connectors.length === 0) return { kind: "not_connected" };
  const name = toName(version);
  const place = name === undefined ? undefined : { owner, name, asked: describeAsked(connectors) };
  const before = place && (await openKept(kept, place, dependencies));
  if (before !== undefined) {
    count("CustomerLookup", { outcome: "kept" });
    return before === null ? { kind: "unknown", partial: [] } : { kind: "found", customer: before, partial: [] };
  }
  const finding = conclude(
    connectors,
    await askSystems(request, connectors, { ...dependencies, findSystem, deadline }),
  );
  count("CustomerLookup", { outcome: finding.kind });
  if (place !== undefined) await keepWhole(finding, place, dependencies);
  return finding;
}

/** A failure to keep an answer is none of the lookup. */
async function keepWhole(finding: Finding, place: AnswerPlace, dependencies: Dependencies): Promise<void> {
  const isWhole = (finding.kind === "found" || finding.kind === "unknown") && finding.partial.length === 0;
  if (!isWhole) return;
  await keepAnswer(finding.kind === "found" ? finding.customer : null, place, dependencies).catch((error: unknown) =>
    log.warn("an answer about a customer could not be kept", describeError(error)),
  );
}

type AskDependencies = Dependencies & { readonly findSystem: FindSystem; readonly deadline: AbortSignal };

async function askSystems(
  request: CustomerRequest,
  connectors: readonly ConnectedConnector[],
  dependencies: AskDependencies,
): Promise<readonly SystemAnswer<FoundCustomer>[]> {
  const answered = new AbortController();
  const deadline = AbortSignal.any([dependencies.deadline, answered.signal]);
  try {
    return await takeFirst(
      connectors.map((connected) => ask(request, connected, { ...dependencies, deadline })),
      deadline,
    );
  } finally {
    answered.abort();
  }
}

/**
 * Asks one system. A refresh of its token is waited for: a Lambda that is stopped in the middle of it may lose a token that can be
 * used only once. Everything else ends at the deadline.
 */
function ask(
  { owner, numbers, country, actor }: CustomerRequest,
  connected: ConnectedConnector,
  { findSystem, deadline, ...dependencies }: AskDependencies,
): Ask<FoundCustomer> {
  const { provider } = connected.connector;
  let isRefreshing = false;
  const fetchTokens: typeof fetch = (...request) => {
    isRefreshing = true;
    return dependencies.fetch(...request);
  };
  const { fetch: fetchData, report } = withLatencyMetric(withRequestDeadline({ deadline }, 0, dependencies.fetch));
  const look = async (): Promise<SystemAnswer<FoundCustomer>> => {
    const system = findSystem(provider);
    if (system === undefined) return { kind: "out" };
    const isWanted = (stored: string) => isSamePhone(numbers, stored, country);
    const customer = await withConnectorAccess(
      { ...connected, system, owner, actor, isWanted },
      (call) => system.crm.findCustomer(numbers, call),
      { ...dependencies, fetch: fetchTokens, fetchData },
    );
    return customer === undefined
      ? { kind: "unknown" }
      : {
          kind: "found",
          value: {
            ...customer,
            tags: customer.tags && [...customer.tags],
            metadata: { ...customer.metadata },
            provider,
          },
        };
  };
  const answer = look().then(
    (found) => {
      report(provider);
      return found;
    },
    (error: unknown) => {
      report(provider, error);
      return toAnswer(error, provider);
    },
  );
  return { answer, mustEnd: () => isRefreshing };
}

function toAnswer(error: unknown, provider: string): SystemAnswer<FoundCustomer> {
  if (!(error instanceof Problem))
    log.error("a customer could not be looked up", { provider, ...describeError(error) });
  const { reconnectUrl } = error instanceof Problem ? error.members : {};
  return typeof reconnectUrl === "string" ? { kind: "gone", reconnectUrl } : { kind: "out" };
}

function conclude(connectors: readonly ConnectedConnector[], answers: readonly SystemAnswer<FoundCustomer>[]): Finding {
  const partial = answers.flatMap(({ kind }, at) =>
    kind === "out" || kind === "gone" ? [connectors[at]?.connector.provider ?? ""] : [],
  );
  const last = answers.at(-1);
  if (last?.kind === "found") return { kind: "found", customer: last.value, partial };
  if (answers.some(({ kind }) => kind === "unknown")) return { kind: "unknown", partial };
  const gone = answers.find((answer) => answer.kind === "gone");
  return gone ?? { kind: "out" };
}
