// The fetch wrappers of the old front ends: what fails becomes an error with the text that the page shows.
import { type Browser, createBrowser } from "../../support/api.ts";

export class ShownError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface OldClient {
  readonly browser: Browser;
  /** Like the old pages, it believes an answer to have the type that it reads. */
  get<T = unknown>(path: string): Promise<T>;
  post<T = unknown>(path: string, body?: unknown): Promise<T>;
  put<T = unknown>(path: string, body?: unknown): Promise<T>;
  patch<T = unknown>(path: string, body?: unknown): Promise<T>;
  delete<T = unknown>(path: string): Promise<T>;
}

type ReadError = (body: Readonly<Record<string, unknown>>) => unknown;

function createClient(browser: Browser, readError: ReadError, headers: () => Record<string, string>): OldClient {
  const send =
    (method: string) =>
    async <T>(path: string, body?: unknown): Promise<T> => {
      const answer = await browser.request(path, { method, headers: headers(), ...(body !== undefined && { body }) });
      if (answer.status < 400) return answer.json as T;
      const shown = readError(Object(answer.json));
      throw new ShownError(answer.status, typeof shown === "string" ? shown : "Request failed");
    };
  return {
    browser,
    get: send("GET"),
    post: send("POST"),
    put: send("PUT"),
    patch: send("PATCH"),
    delete: send("DELETE"),
  };
}

/** The studio's wrapper shows `message`. */
export const createStudioClient = (token: string): OldClient =>
  createClient(
    createBrowser(token),
    ({ message }) => message,
    () => ({}),
  );

/**
 * The assistant's wrapper shows `error`, which is a text or an object with `message`, and sends a request id and a CSRF token along.
 * @param tenant the one that the person chose
 */
export const createAssistantClient = (token: string, tenant?: string): OldClient =>
  createClient(
    createBrowser(token),
    ({ error }) => (typeof error === "string" ? error : Object(error).message),
    () => ({
      "x-request-id": crypto.randomUUID(),
      "x-csrf-token": "from-the-page",
      ...(tenant !== undefined && { "x-tenant-id": tenant }),
    }),
  );

/** What a page shows when a call fails; undefined when it does not. */
export const readFailure = (call: Promise<unknown>): Promise<ShownError | undefined> =>
  call.then(
    () => undefined,
    (error: ShownError) => error,
  );
