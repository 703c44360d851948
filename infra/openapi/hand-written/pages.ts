// Operations of the settings page and of this document, which have no contract.
import type { Operation } from "../operation.ts";

const page = "Service";

const assetOperation = (operationId: string, summary: string, type: string): Operation => ({
  operationId,
  summary,
  tags: [page],
  security: [],
  parameters: [
    {
      name: "v",
      in: "query",
      required: false,
      description: "The version that the page names; such an answer may be kept for good.",
      schema: { type: "string" },
    },
  ],
  responses: {
    200: { description: "The file.", headers: { ETag: { schema: { type: "string" } } }, content: { [type]: text } },
    304: { description: "It is the one that `If-None-Match` names." },
    ...failures,
  },
});

const text = { schema: { type: "string" } } as const;

const failures = {
  400: { $ref: "#/components/responses/InvalidRequest" },
  429: { $ref: "#/components/responses/TooManyRequests" },
  500: { $ref: "#/components/responses/Internal" },
  503: { $ref: "#/components/responses/Unavailable" },
} as const;

/** Keyed by method and path, as in the table. */
export const pageOperations: Readonly<Record<string, Operation>> = {
  "GET /settings/integrations": {
    operationId: "settingsPage",
    summary: "The settings page, on which users connect their accounts",
    tags: [page],
    security: [],
    responses: { 200: { description: "The page.", content: { "text/html": text } }, ...failures },
  },
  "GET /settings/integrations/app.js": assetOperation(
    "settingsPageScript",
    "The settings page's script",
    "text/javascript",
  ),
  "GET /settings/integrations/app.css": assetOperation(
    "settingsPageStyles",
    "The settings page's style sheet",
    "text/css",
  ),
};
