import { loadJudge } from "./load-judge.ts";
import type { SentRequest } from "./recorded-requests.ts";

interface Operation {
  readonly operationId?: string;
}

interface Validation {
  readonly errors?:
    | readonly { readonly instancePath: string; readonly message?: string; readonly schemaPath: string }[]
    | null;
}

interface Backend {
  readonly router: { matchOperation(request: object): Operation | undefined };
  init(): Promise<unknown>;
  validateRequest(request: object, operation: Operation): Validation;
}

type Backends = { readonly default: new (options: object) => Backend };

/** Judges requests by a vendor's OpenAPI document. @returns what is wrong, by request; nothing where all is right */
export async function createOpenApiJudge(definition: object): Promise<(sent: SentRequest) => string[]> {
  const { default: OpenApiBackend } = loadJudge<Backends>("openapi-backend");
  const backend = new OpenApiBackend({
    definition,
    quick: true,
    coerceTypes: true,
    ajvOpts: { strict: false, logger: false },
    customizeAjv: (ajv: { addFormat(name: string, check: () => boolean): void }) => {
      for (const format of [
        "int32",
        "int64",
        "float",
        "double",
        "uri",
        "date-time",
        "date",
        "email",
        "repo.nwo",
        "timestamp",
      ])
        ajv.addFormat(format, () => true);
      return ajv;
    },
  });
  await backend.init();
  return ({ method, path, query, headers, body }) => {
    const request = { method, path, query, headers: without(headers), body: body === "" ? undefined : parse(body) };
    const operation = backend.router.matchOperation(request);
    if (operation === undefined) return [`${method} ${path}: is not in the document`];
    const { errors } = backend.validateRequest(request, operation);
    return (errors ?? []).map(({ instancePath, message }) => `${operation.operationId}: ${instancePath} ${message}`);
  };
}

const without = ({ authorization: _secret, host: _host, ...headers }: SentRequest["headers"]) => headers;

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** Removes `nullable` where there is no `type`, which ajv refuses. */
export function stripNullable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripNullable);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => name !== "nullable" || "type" in value);
  return Object.fromEntries(entries.map(([name, inner]) => [name, stripNullable(inner)]));
}
