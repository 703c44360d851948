// Builds an operation of the document from a row of the table and the contract of its handler.
import type * as z from "zod";
import { type Caller, callersWithToken, type Route } from "../route.ts";
import type { DescribedContract } from "./contracts.ts";
import type { Endpoint } from "./fold-providers.ts";
import {
  buildParameters,
  buildPathParameters,
  idempotencyKey,
  ifMatch,
  type Parameter,
  tenantId,
} from "./parameters.ts";
import { type FailureStatus, getResponseName } from "./problems.ts";
import { type JsonSchema, type SharedSchemas, toJsonSchema } from "./schema.ts";
import { getTag } from "./tags.ts";

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly (Parameter | typeof idempotencyKey | typeof ifMatch | typeof tenantId)[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
}

/** `functions/acme-v2/list-channels.ts` → `acmeV2ListChannels` */
export const toOperationId = (run: string): string =>
  run.replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase());

/** @param shared collects the schemas that have an id */
export function buildOperation(
  { path, rows: [row] }: Endpoint,
  contract: DescribedContract,
  shared: SharedSchemas,
): Operation {
  const inPath = contract.path ? buildParameters(contract.path, "path", shared) : [];
  const inQuery = contract.query ? buildParameters(contract.query, "query", shared) : [];
  const inHeader = [
    ...(contract.once ? [idempotencyKey] : []),
    ...(contract.guarded ? [ifMatch] : []),
    ...(callersWithToken.has(row.caller) ? [tenantId] : []),
  ];
  const parameters = [...buildPathParameters(path, inPath), ...inQuery, ...inHeader];
  const about = contract.about ?? "";
  return {
    operationId: contract.operationId ?? toOperationId(row.lambda ?? row.run),
    summary: about.replace(/\.$/, ""),
    tags: [getTag(row)],
    security: getSecurity(row.caller),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(contract.body ? { requestBody: buildRequestBody(contract.body, contract.accepts, shared) } : {}),
    responses: { ...buildSuccess(contract, shared), ...buildFailures(row, contract) },
  };
}

const getSecurity = (caller: Caller) => (callersWithToken.has(caller) ? [{ bearer: [] }] : []);

function buildRequestBody(body: z.ZodType, accepts: DescribedContract["accepts"], shared: SharedSchemas) {
  const schema = toJsonSchema(body, "input", shared);
  return {
    required: !body.safeParse(undefined).success,
    content: {
      "application/json": { schema: accepts === "form" ? withoutFiles(schema) : schema },
      ...(accepts === "form" ? { "multipart/form-data": { schema } } : {}),
    },
  };
}

/** Removes the file alternative of `file | text` fields: JSON has text only. */
const withoutFiles = (schema: JsonSchema): JsonSchema =>
  JSON.parse(JSON.stringify(schema), (_, value) => {
    if (!Array.isArray(value?.anyOf)) return value;
    const { anyOf, ...rest } = value;
    const left = anyOf.filter((one: JsonSchema) => one.format !== "binary");
    return left.length === anyOf.length ? value : { ...rest, ...left[0] };
  });

function buildSuccess(contract: DescribedContract, shared: SharedSchemas) {
  const { status = 200, answer, limit, once, mayExist, answersCsv } = contract;
  const headers = {
    ...(limit ? rateLimitHeaders : {}),
    ...(once ? { "Idempotency-Replayed": { $ref: "#/components/headers/IdempotencyReplayed" } } : {}),
    ...(status === 302 ? { Location: { schema: { type: "string", format: "uri" } } } : {}),
    ...(answersCsv ? nextPartHeaders : {}),
  };
  const content =
    answer && status !== 204 && status !== 302
      ? {
          content: {
            "application/json": { schema: toJsonSchema(answer(), "output", shared) },
            ...(answersCsv ? { "text/csv": { schema: { type: "string" } } } : {}),
          },
        }
      : {};
  const response = { ...(Object.keys(headers).length > 0 ? { headers } : {}), ...content };
  return {
    [status]: { description: successes[status], ...response },
    ...(mayExist ? { 200: { description: "It was there already, and is as asked for.", ...response } } : {}),
  };
}

const successes = {
  200: "Done.",
  201: "Made.",
  202: "Taken on; it is done in a moment.",
  204: "Done, and nothing to say.",
  302: "To the page that goes on; how it went stands in the address.",
} as const;

/** Of a file that does not hold everything. */
const nextPartHeaders = {
  Link: { description: 'Of a file: where its next part is, as `rel="next"` (RFC 8288).', schema: { type: "string" } },
  "X-Next-Page-Token": { description: "Of a file: the `pageToken` of its next part.", schema: { type: "string" } },
};

const rateLimitHeaders = {
  "RateLimit-Limit": { $ref: "#/components/headers/RateLimitLimit" },
  "RateLimit-Remaining": { $ref: "#/components/headers/RateLimitRemaining" },
  "RateLimit-Reset": { $ref: "#/components/headers/RateLimitReset" },
};

function buildFailures(row: Route, contract: DescribedContract) {
  const statuses = new Set([
    ...commonFailures,
    ...failuresOfSchemas(contract),
    ...failuresOfCaller(row),
    ...failuresOfPermissions(row),
  ]);
  // With an empty variable, or one that contains a slash, the path matches no route.
  if (row.on.includes("{") || row.provider !== undefined) statuses.add(404);
  if (row.permissions.includes("database:query")) statuses.add(422);
  if (contract.once) for (const status of [409, 422] as const) statuses.add(status);
  const sorted = [...statuses].sort((a, b) => a - b);
  return Object.fromEntries(
    sorted.map((status) => [status, { $ref: `#/components/responses/${getResponseName(status)}` }]),
  );
}

/** Any endpoint may be throttled, fail, or find a dependency unavailable. */
const commonFailures: readonly FailureStatus[] = [429, 500, 503];

const failuresOfSchemas = ({ path, query, body, accepts }: DescribedContract): FailureStatus[] => [
  ...(path || query || body ? [400 as const] : []),
  ...(body ? [413 as const] : []),
  ...(accepts ? [415 as const] : []),
];

/** For an administrator, another tenant's resources do not exist: 404. */
const failuresOfCaller = ({ caller }: Route): FailureStatus[] => [
  ...(callersWithToken.has(caller) ? [400 as const, 401 as const, 403 as const] : []),
  ...(caller === "admin" || caller === "service-or-admin" ? [404 as const] : []),
];

/** A Lambda with a provider's client secret calls the provider, which may fail. */
const failuresOfPermissions = ({ permissions, caller, provider }: Route): FailureStatus[] => {
  if (caller === "state") return [];
  const asksProvider = permissions.some((permission) => permission.startsWith("client-secret:"));
  if (asksProvider) return [400, 404, 409, 413, 502];
  return provider === undefined || provider === "every" ? [] : [400, 404, 409];
};
