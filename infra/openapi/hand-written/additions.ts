// Additions to operations that a contract cannot express.
import type { Operation } from "../operation.ts";

const etagHeaders = { ETag: { schema: { type: "string" } }, "Cache-Control": { schema: { type: "string" } } } as const;

/** Keyed by method and path, as in the table. */
export const additions: Readonly<Record<string, (operation: Operation) => Partial<Operation>>> = {
  "GET /api/health/deep": ({ responses }) => ({
    responses: { ...responses, 503: { ...responses[200], description: "One of them does not answer." } },
  }),
  "GET /api/openapi.json": ({ responses }) => ({
    responses: {
      ...responses,
      200: { ...responses[200], headers: etagHeaders },
      304: { description: "It is the one that `If-None-Match` names.", headers: etagHeaders },
    },
  }),
};
