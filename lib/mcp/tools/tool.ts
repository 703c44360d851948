// What a tool of the MCP server is. Tools have no rights of their own: they call our HTTP endpoints as their caller.
import type { SharedDeadline } from "../../http/fetch-deadline.ts";

/** A JSON Schema of an object. */
export interface ObjectSchema {
  readonly type: "object";
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly [keyword: string]: unknown;
}

/** Whose request it is, as it came in: passed on, never looked into. All calls that are made for it share its deadline. */
export interface ToolCaller extends SharedDeadline {
  /** The bearer token without its scheme. */
  readonly token: string;
  /** The header `X-Tenant-Id`. */
  readonly tenant: string | undefined;
  readonly requestId: string;
}

export interface ToolResult {
  readonly text: string;
  /** Fits the tool's `outputSchema`. */
  readonly structured?: Readonly<Record<string, unknown>>;
  readonly isError?: true;
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: ObjectSchema;
  readonly outputSchema?: ObjectSchema;
  /** modelcontextprotocol.io/specification: ToolAnnotations. */
  readonly annotations: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint?: boolean;
    readonly idempotentHint?: boolean;
    readonly openWorldHint?: boolean;
  };
  /** @param input fits `inputSchema` @throws Problem, which is answered as the tool's error */
  readonly call: (input: Readonly<Record<string, unknown>>, caller: ToolCaller) => Promise<ToolResult>;
}

/** A request to one of our own endpoints. */
export interface EndpointCall {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From `/api/` on. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

export interface EndpointAnswer {
  readonly status: number;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
  readonly retryAfterSeconds?: number;
}

/**
 * Calls one of our endpoints as the caller. Every status is an answer, which `requireSuccess` tells apart.
 * @throws Problem for what never became an answer
 */
export type CallEndpoint = (call: EndpointCall, caller: ToolCaller) => Promise<EndpointAnswer>;
