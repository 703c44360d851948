// Operations of the settings page and of this document, which have no contract.
import type { Operation } from "../operation.ts";

const page = "Service";

const assetOperation = (
  operationId: string,
  summary: string,
  types: readonly string[],
  parameters: Operation["parameters"] = [],
): Operation => ({
  operationId,
  summary,
  tags: [page],
  security: [],
  ...(parameters.length > 0 ? { parameters } : {}),
  responses: {
    200: {
      description: "The file, compressed with Brotli or gzip where `Accept-Encoding` allows it.",
      headers: { ETag: { schema: { type: "string" } } },
      content: Object.fromEntries(types.map((type) => [type, text])),
    },
    304: { description: "It is the one that `If-None-Match` names." },
    404: { $ref: "#/components/responses/NotFound" },
    ...failures,
  },
});

const fileParameter = {
  name: "file",
  in: "path",
  required: true,
  description:
    "The name that the page has for the file. It holds a hash of the content, so the answer may be kept for good.",
  schema: { type: "string" },
} as const;

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
  "GET /settings/integrations/admin": {
    operationId: "adminPage",
    summary: "The page for administrators, which asks the API whether its reader is one",
    tags: [page],
    security: [],
    responses: { 200: { description: "The page.", content: { "text/html": text } }, ...failures },
  },
  "GET /settings/integrations/assets/{file}": assetOperation(
    "settingsPageFile",
    "The settings page's script or style sheet",
    ["text/javascript", "text/css"],
    [fileParameter],
  ),
  "GET /settings/integrations/app.js": assetOperation(
    "settingsPageScript",
    "The settings page's script, for pages of earlier releases",
    ["text/javascript"],
  ),
  "GET /settings/integrations/app.css": assetOperation(
    "settingsPageStyles",
    "The settings page's style sheet, for pages of earlier releases",
    ["text/css"],
  ),
};
