// Notes a call at the tenant's provider, once for each call's id.
import { createHash, randomUUID } from "node:crypto";
import { Problem } from "../errors.ts";
import { rejectField } from "../http/json-body.ts";
import { findProviderError } from "../http/provider-error.ts";
import { sendOnce } from "../http/provider-problem.ts";
import { ok, type Response } from "../http/response.ts";
import { parsePhone } from "../phone-forms.ts";
import { runOnce } from "../provider-client/idempotency.ts";
import type { Actor } from "../store/audit.ts";
import { type ConnectedConnector, readConnectedConnectors } from "../store/customer-lookup.ts";
import type { RequestClaim } from "../store/idempotency.ts";
import type { Owner } from "../store/owner.ts";
import type { SealContext } from "../vault/seal.ts";
import { type AccessDependencies, type ConnectorAccess, withConnectorAccess } from "./connector-access.ts";
import { findCustomer } from "./find-customer.ts";
import type { CallSummary } from "./port.ts";
import type { CrmSystem, FindSystem } from "./systems.ts";

export interface CallRequest {
  /** The tenant itself. */
  readonly owner: Owner;
  readonly summary: CallSummary;
  /** The provider that the customer is of, where the caller says so. */
  readonly provider: string | undefined;
  /** Where a number without its country's code is meant. */
  readonly country: string;
  /** Ids of those that the caller may use. */
  readonly providers: readonly string[];
  readonly actor: Actor;
}

interface CallLogged {
  readonly success: true;
  /** The provider's id of the note. */
  readonly activityId: string;
}

/** A call is told of again for days, by a queue that could not reach us. */
const retentionSeconds = 30 * 24 * 3600;

/**
 * Notes the call, unless one with this id was noted for the tenant: then the same is answered.
 * @throws Problem not_connected, invalid_request for a customer that is no provider's, and what becomes of a provider's failure;
 *   outcome_unknown where an earlier try ended without an answer
 */
export async function logCall(
  request: CallRequest,
  findSystem: FindSystem,
  dependencies: AccessDependencies,
): Promise<Response<CallLogged>> {
  const { owner, summary, actor } = request;
  const access = { ...(await chooseSystem(request, findSystem, dependencies)), owner, actor };
  const at = createClaim(owner, summary.callId);
  const once = {
    at,
    named: "callId",
    provider: access.connector.provider,
    context: callSealContext(at),
    getConnection: () => access.connection?.id,
    hasEnded: async ({ isEnded = false }: { isEnded?: boolean | undefined }) => isEnded,
  };
  return runOnce(once, () => writeCall(summary, access, dependencies), dependencies);
}

async function writeCall(
  summary: CallSummary,
  access: ConnectorAccess,
  dependencies: AccessDependencies,
): Promise<Response<CallLogged>> {
  try {
    const write = (call: Parameters<CrmSystem["crm"]["writeCall"]>[1]) => access.system.crm.writeCall(summary, call);
    const { activityId } = await withConnectorAccess(access, (call) => sendOnce(() => write(call)), dependencies);
    return ok({ success: true as const, activityId });
  } catch (error) {
    if (isMissingCustomer(error)) throw new Problem("not_found", { detail: "customerId: there is no such customer." });
    throw error;
  }
}

const isMissingCustomer = (error: unknown): boolean =>
  error instanceof Error && findProviderError(error.cause)?.code === "no_such_customer";

const createClaim = ({ tenant, user }: Owner, callId: string): RequestClaim => ({
  tenant,
  user,
  name: `call#${createHash("sha256").update(callId).digest("base64url")}`,
  // The id alone tells a repetition: what is told of the call the second time does not make it another one.
  request: "-",
  claim: randomUUID(),
  retentionSeconds,
});

export const callSealContext = ({
  tenant,
  user,
  name,
}: Pick<RequestClaim, "tenant" | "user" | "name">): SealContext => ({
  purpose: "customer",
  tenant,
  user,
  provider: "crm",
  connection: "-",
  field: `once#${name}`,
});

type Candidate = ConnectedConnector & { readonly system: CrmSystem };

/**
 * The connector whose provider the customer is of: the named one, the only one whose customers have such ids, or the one that
 * finds the customer by the call's number.
 */
async function chooseSystem(
  request: CallRequest,
  findSystem: FindSystem,
  dependencies: AccessDependencies,
): Promise<Candidate> {
  const { summary, provider } = request;
  const candidates = await listCandidates(request, findSystem);
  if (candidates.length === 0) throw noConnectorProblem();
  const named = candidates.filter(({ connector }) => provider === undefined || connector.provider === provider);
  if (named.length === 0) throw rejectField("provider", "is none that this tenant has a connector for.");
  const [first, ...more] = named.filter(({ system }) => system.crm.customerIdPattern.test(summary.customerId));
  if (first === undefined) throw rejectField("customerId", "is none of a customer here.");
  if (more.length === 0) return first;
  const found = await findProviderByPhone(request, findSystem, dependencies);
  const chosen = [first, ...more].find(({ connector }) => connector.provider === found);
  if (chosen === undefined)
    throw rejectField("provider", "name the customer's provider, since this tenant has several with such ids.");
  return chosen;
}

async function listCandidates({ owner, providers }: CallRequest, findSystem: FindSystem): Promise<Candidate[]> {
  const connected = await readConnectedConnectors(owner);
  return connected.flatMap((one) => {
    const system = providers.includes(one.connector.provider) ? findSystem(one.connector.provider) : undefined;
    return system === undefined ? [] : [{ ...one, system }];
  });
}

/** The provider that knows the call's number as this customer's. */
async function findProviderByPhone(
  { owner, summary, country, providers, actor }: CallRequest,
  findSystem: FindSystem,
  dependencies: AccessDependencies,
): Promise<string | undefined> {
  const numbers = summary.phoneNumber === undefined ? undefined : parsePhone(summary.phoneNumber, country);
  if (numbers === undefined) return undefined;
  const finding = await findCustomer({ owner, numbers, country, providers, actor }, findSystem, dependencies);
  const isSame = finding.kind === "found" && finding.customer.customerId === summary.customerId;
  return isSame ? finding.customer.provider : undefined;
}

export const noConnectorProblem = () =>
  new Problem("not_connected", { detail: "This tenant has no connector for a system of customers." });
