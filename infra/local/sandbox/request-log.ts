// The log of the requests that a sandbox provider received, including tokens: it is for debugging.
import { appendFileSync } from "node:fs";
import type { Exchange } from "./exchange.ts";

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** ISO 8601. */
  readonly at: string;
  /** Absent while the request is being answered, or when the connection was dropped. */
  status?: number;
}

/** A file to which all requests of a run are appended, one JSON object a line: tests compare them with the vendors' documents. */
const recordFile = process.env.PATCHBAY_REQUEST_RECORD;

export function appendToRecord(provider: string, request: RecordedRequest): void {
  if (recordFile) appendFileSync(recordFile, `${JSON.stringify({ provider, ...request })}\n`);
}

export type RequestLog = ReturnType<typeof createRequestLog>;

const maxKept = 2000;

export function createRequestLog(now: () => Date = () => new Date()) {
  let requests: RecordedRequest[] = [];
  return {
    record({ method, path, query, headers, body }: Exchange): RecordedRequest {
      const request: RecordedRequest = {
        method,
        path,
        query: Object.fromEntries(query),
        headers: { ...headers },
        body: body.toString("utf8"),
        at: now().toISOString(),
      };
      requests.push(request);
      if (requests.length > maxKept) requests = requests.slice(-maxKept);
      return request;
    },
    list: (): readonly RecordedRequest[] => requests,
    clear: (): void => {
      requests = [];
    },
  };
}
