import * as z from "zod";

/** Provider parameters as a JSON object, such as `{"shop":"acme.myshopify.com"}`. */
const params = z
  .string()
  .max(2048)
  .transform((text, context) => {
    try {
      return z.record(z.string(), z.string()).parse(JSON.parse(text));
    } catch {
      context.addIssue({ code: "custom", message: "must be a JSON object of strings" });
      return z.NEVER;
    }
  });

/**
 * The query for starting a flow: `scopes` separated by spaces or commas; `account` is the id of a connection to reconnect, which
 * is asked for the provider's default scopes as well.
 */
export const startQuery = () =>
  z.object({
    returnTo: z.string().min(1).optional(),
    scopes: z
      .string()
      .max(4096)
      .regex(/^[\x21-\x7e ]+$/, "has characters no scope can have")
      .transform((text) => text.split(/[\s,]+/).filter(Boolean))
      .optional(),
    params: params.optional(),
    account: z
      .string()
      .regex(/^[\w-]{22}$/, "is not an account's id")
      .optional(),
  });

/** The query of a callback. Longer values are not valid responses. */
export const callbackQuery = () =>
  z.object({
    code: z.string().max(4096).optional().catch(undefined),
    state: z.string().max(512).optional().catch(undefined),
    error: z.string().max(128).optional().catch("unknown"),
    iss: z.string().max(512).optional().catch("unknown"),
  });

/** The query of a disconnect: whether the account's activities stay. */
export const keepActivityQuery = () =>
  z.object({
    keepActivity: z
      .enum(["true", "false"])
      .default("false")
      .transform((value) => value === "true")
      .describe("Whether what happened in the account stays in the activity feed. By default it is removed."),
  });

/** Selects one of several accounts by the `id` of the connection list. */
export const accountQuery = () =>
  z.object({
    account: z
      .string()
      .regex(/^[\w-]{1,64}$/, "is not an account's id")
      .optional(),
  });
