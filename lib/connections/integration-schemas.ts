// Members of requests about connections by their callers' names.
import * as z from "zod";

/** Visible ASCII: the name stands in addresses that browsers are sent to. */
export const integrationIdSchema = () =>
  z
    .string("is missing")
    .regex(/^[\x21-\x7e]{1,128}$/, "must be 1 to 128 visible ASCII characters")
    .meta({
      description: "Your name for the connection, unique among its owner's; or the connection list's `id`.",
      examples: ["crm"],
    });

export const userIdSchema = () =>
  z
    .string("is missing")
    .min(1, "must not be empty")
    .max(256, "is too long")
    .meta({ description: "As the user's token names them.", examples: ["user-17"] });

export const tenantIdSchema = () =>
  z
    .string()
    .min(1)
    .max(256)
    .meta({ description: "The tenant of this call, as the tokens of its users name it.", examples: ["acme"] });

/** What names a connection. Unknown members are ignored. */
export const integrationShape = () => ({
  integrationId: integrationIdSchema(),
  tenantId: tenantIdSchema().optional(),
});

/** Scopes as a list, or as text with spaces or commas. */
export const scopesSchema = () =>
  z
    .union([z.array(z.string()), z.string()])
    .transform((scopes) => (typeof scopes === "string" ? scopes.split(/[\s,]+/) : scopes).filter(Boolean))
    .refine(
      (scopes) => scopes.length <= 100 && scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(scope)),
      "has characters no scope can have",
    );

export const paramsSchema = () =>
  z
    .record(z.string().max(64), z.string().max(2048))
    .meta({ description: "What the provider asks for.", examples: [{ loginHost: "tenant-123.acme.example" }] });
