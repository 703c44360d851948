// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07): a repeated request runs once and gets the same response.
import { createHash, randomUUID } from "node:crypto";
import { type Dependencies, defaultDependencies } from "../connections/dependencies.ts";
import { Problem } from "../errors.ts";
import type { RequestIdentity } from "../http/endpoint.ts";
import type { Response } from "../http/response.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import type { Provider } from "../oauth/definition.ts";
import { readConnection } from "../store/connections.ts";
import {
  abandonRequest,
  claimRequest,
  completeRequest,
  type EarlierRequest,
  getClaimTime,
  type RequestClaim,
  releaseRequest,
} from "../store/idempotency.ts";
import type { SealContext } from "../vault/seal.ts";

/** The draft leaves the format to the server; visible ASCII is safe in headers and logs. */
const keyPattern = /^[\x21-\x7e]{1,255}$/;

/** A DynamoDB row holds 400 kB in all. */
const maxAnswerBytes = 350_000;

type AnswerRequest = () => Promise<Response>;

/**
 * Runs a request once per `Idempotency-Key` and repeats its response for 24 hours. Without the header it always runs.
 * @throws Problem conflict while the first request runs; idempotency_key_reused for a different request with the same key;
 *   outcome_unknown when the first request ended without a response: it is never run again; conflict when the account was
 *   disconnected since
 */
export function withIdempotencyKey(
  provider: Provider,
  getDependencies: () => Pick<Dependencies, "now" | "vault"> = defaultDependencies,
) {
  return async (request: RequestIdentity, answer: AnswerRequest): Promise<Response> => {
    if (request.key === undefined) return answer();
    if (!keyPattern.test(request.key)) throw malformedKeyProblem();
    const at = createClaim(request, request.key);
    const once: RunOnce = {
      at,
      named: "Idempotency-Key",
      provider: provider.id,
      context: requestSealContext(provider.id, at),
      getConnection: () => request.origin.usedConnection,
      hasEnded: (before) => hasAccountEnded(before, at, provider),
    };
    return runOnce(once, answer, getDependencies());
  };
}

export interface RunOnce {
  readonly at: RequestClaim;
  /** What the caller calls that by which a repetition is recognized. */
  readonly named: string;
  /** Id of the provider, for the metric. */
  readonly provider: string;
  /** For the answer. */
  readonly context: SealContext;
  /** Id of the connection that was used, once it is known. */
  readonly getConnection: () => string | undefined;
  /** Whether the earlier request's answer is gone with its account. */
  readonly hasEnded: (before: EarlierRequest) => Promise<boolean>;
}

/** Runs a request once for its claim, and repeats its response. @throws Problem as {@link withIdempotencyKey} */
export async function runOnce<T>(
  { at, named, provider, context, getConnection, hasEnded }: RunOnce,
  answer: () => Promise<Response<T>>,
  { now, vault }: Pick<Dependencies, "now" | "vault">,
): Promise<Response<T>> {
  const before = await claimRequest(at, now());
  if (before !== undefined) {
    count("RequestRepeated", { provider });
    if (await hasEnded(before)) throw endedProblem(named);
    return replayAnswer({ before, at, named, now: now() }, (sealed) => vault.unseal(sealed, context));
  }
  const response = await runClaimed(at, answer);
  // The request has run, so its response is returned even if it cannot be stored.
  const answered = { response, connection: getConnection() };
  await storeAnswer(at, answered, (body) => vault.seal(body, context)).catch(reportClaimLost);
  return response;
}

interface AnsweredRequest {
  readonly response: Response;
  /** Id of the connection that was used. */
  readonly connection: string | undefined;
}

async function storeAnswer(
  at: RequestClaim,
  { response: { statusCode, body = "" }, connection }: AnsweredRequest,
  seal: (body: string) => Promise<Uint8Array>,
): Promise<void> {
  const answer = Buffer.byteLength(body) > maxAnswerBytes ? undefined : await seal(body);
  await completeRequest(at, { statusCode, answer, connection });
}

/** Whether the account that a request used was disconnected since, and perhaps connected again. */
async function hasAccountEnded(before: EarlierRequest, at: RequestClaim, { id: provider }: Provider): Promise<boolean> {
  if (before.request !== at.request) return false;
  if (before.isEnded || before.connection === undefined) return before.isEnded ?? false;
  const { tenant, user } = at;
  const current = await readConnection({ tenant, user, provider, id: before.connection });
  return current === undefined || current.connectedAt > getClaimTime(before);
}

const endedProblem = (named: string) =>
  new Problem("conflict", {
    detail: `This request was carried out. Its answer was deleted when the account was disconnected. Repeat it under a new ${named}.`,
  });

function malformedKeyProblem(): Problem {
  const detail = "Idempotency-Key: is 1 to 255 visible ASCII characters.";
  return new Problem("invalid_request", { detail, members: { field: "Idempotency-Key" } });
}

function createClaim({ user, route, content }: RequestIdentity, key: string): RequestClaim {
  const request = createHash("sha256");
  for (const part of content) request.update(String(part.length)).update(":").update(part);
  const name = `${route}#${createHash("sha256").update(key).digest("base64url")}`;
  return { tenant: user.tenant, user: user.user, name, request: request.digest("base64url"), claim: randomUUID() };
}

export const requestSealContext = (
  provider: string,
  { tenant, user, name }: Pick<RequestClaim, "tenant" | "user" | "name">,
): SealContext => ({
  purpose: "cache",
  tenant,
  user,
  provider,
  connection: "-",
  field: `once#${name}`,
});

/** Releases the key when the request was refused before it had an effect; after any other failure the key stays claimed. */
async function runClaimed<T>(at: RequestClaim, answer: () => Promise<Response<T>>): Promise<Response<T>> {
  try {
    return await answer();
  } catch (error) {
    const isRefusal = error instanceof Problem && error.code !== "outcome_unknown" && error.code !== "internal";
    await (isRefusal ? releaseRequest(at) : abandonRequest(at)).catch(reportClaimLost);
    throw error;
  }
}

function reportClaimLost(error: unknown): void {
  count("RequestClaimLost");
  log.error("the end of a claimed request could not be noted", { error: error instanceof Error ? error.name : "" });
}

interface Replay {
  readonly before: EarlierRequest;
  readonly at: RequestClaim;
  readonly named: string;
  /** Epoch seconds. */
  readonly now: number;
}

async function replayAnswer<T>(
  { before, at, named, now }: Replay,
  unseal: (sealed: Uint8Array) => Promise<string>,
): Promise<Response<T>> {
  if (before.request !== at.request) throw new Problem("idempotency_key_reused");
  if (before.statusCode === undefined) throw before.until > now ? inProgressProblem() : outcomeUnknownProblem(named);
  if (before.answer === undefined) throw outcomeUnknownProblem(named);
  const headers = { "content-type": "application/json", "idempotency-replayed": "true" };
  return { statusCode: before.statusCode, headers, body: await unseal(before.answer) };
}

const inProgressProblem = () =>
  new Problem("conflict", { detail: "The same request is being worked on. Ask again in a moment.", retryAfter: 2 });

const outcomeUnknownProblem = (named: string) =>
  new Problem("outcome_unknown", {
    detail: `An earlier try under this ${named} ended without an answer. Look whether it took effect.`,
  });
