// What all webhook receivers answer, and how their callers are authenticated. They verify the raw bytes, so they have no contract.
import type { Webhook } from "../../../lib/providers/manifest.ts";
import { manifests, withWebhook } from "../../../lib/providers/manifests.ts";

const jwt = { type: "http", scheme: "bearer", bearerFormat: "JWT" } as const;

const buildSecurityScheme = ({ header: headerScheme, about }: Webhook["verifier"]) =>
  headerScheme === undefined
    ? { ...jwt, description: about }
    : { type: "apiKey", in: "header", name: headerScheme, description: about };

/** `components.securitySchemes`: how callers are authenticated. */
export const securitySchemes = {
  bearer: {
    ...jwt,
    description:
      "A token of one of the operator's issuers. Administrators carry a claim that says so. A token that is not valid is answered with 401.",
  },
  ...Object.fromEntries(
    withWebhook(manifests).map(({ webhook: { verifier } }) => [verifier.name, buildSecurityScheme(verifier)] as const),
  ),
};

const acknowledged = {
  type: "object",
  required: ["ok"],
  properties: { ok: { type: "boolean", const: true } },
} as const;
const challenge = { type: "object", required: ["challenge"], properties: { challenge: { type: "string" } } } as const;

const jsonContent = (schema: object) => ({ content: { "application/json": { schema } } });

export const receiverAnswers = {
  acknowledged: jsonContent(acknowledged),
  challenge: jsonContent({ anyOf: [acknowledged, challenge] }),
  nothing: {},
} as const;

export const refusals = {
  400: { $ref: "#/components/responses/InvalidRequest" },
  401: { $ref: "#/components/responses/Unauthenticated" },
  403: { $ref: "#/components/responses/Forbidden" },
  413: { $ref: "#/components/responses/TooLarge" },
  415: { $ref: "#/components/responses/UnsupportedMediaType" },
  429: { $ref: "#/components/responses/TooManyRequests" },
  500: { $ref: "#/components/responses/Internal" },
  503: { $ref: "#/components/responses/Unavailable" },
} as const;
