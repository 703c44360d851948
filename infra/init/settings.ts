// What `npm run init` asks, in this order. Every setting is an option of the command, too.
import { z } from "zod";
import { isProviderId, providerIds } from "../../lib/provider-ids.ts";
import { addressSchema, baseAddressSchema, originSchema } from "../config/addresses.ts";
import { regionSchema } from "../config/model.ts";

type OptionName =
  | ("account" | "region" | "public-base-url" | "app-url" | "issuer" | "audience" | "algorithm")
  | ("client-id" | "alarm-email" | "providers");

/** The answers so far; an optional one may be empty. */
export type Answers = Partial<Record<OptionName, string>>;

export interface Setting {
  readonly option: OptionName;
  readonly question: string;
  /** For an answer that is not empty; messages follow the setting's name: "must be …". */
  readonly schema: z.ZodType<unknown, string>;
  /** May stay empty. */
  readonly isOptional?: true;
  /** The answer unless another is given. */
  readonly fallback?: (answers: Answers) => string | undefined;
}

/** Names in one line, separated by commas. */
export const splitList = (text: string): string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

export const chooseProviders = (text: string): string[] => (text.trim() === "all" ? [...providerIds] : splitList(text));

function areProviders(text: string): boolean {
  const chosen = chooseProviders(text);
  return chosen.length > 0 && chosen.every(isProviderId);
}

const algorithms = ["RS256", "RS384", "RS512", "ES256", "HS256"] as const;

export const settings: readonly Setting[] = [
  {
    ...{ option: "account", question: "AWS account, 12 digits", isOptional: true },
    schema: z.string().regex(/^\d{12}$/, "must be the 12 digits of an AWS account"),
  },
  { option: "region", question: "AWS region, such as eu-central-1", schema: regionSchema },
  {
    ...{ option: "public-base-url", question: "Origin at which the API is reached, such as https://app.example.com" },
    schema: originSchema,
  },
  {
    ...{ option: "app-url", question: "Address of your front end, where flows end", schema: baseAddressSchema },
    fallback: (answers) => answers["public-base-url"],
  },
  { option: "issuer", question: "Issuer of your users' tokens, exactly as in `iss`", schema: addressSchema },
  {
    ...{ option: "audience", question: "Audience of these tokens (several: separated by commas)" },
    schema: z.string().refine((text) => splitList(text).length > 0, "must name an audience"),
  },
  {
    ...{ option: "algorithm", question: `Their algorithm: ${algorithms.join(", ")}`, fallback: () => "RS256" },
    schema: z.enum(algorithms, `must be one of ${algorithms.join(", ")}`),
  },
  {
    ...{ option: "client-id", question: "Client id of the settings page at that identity provider" },
    ...{ schema: z.string(), fallback: () => "patchbay-page" },
  },
  {
    ...{ option: "alarm-email", question: "E-mail address that gets the alarms", isOptional: true },
    schema: z.email("must be an e-mail address"),
  },
  {
    ...{ option: "providers", question: `Providers, separated by commas, or "all": ${providerIds.join(", ")}` },
    schema: z.string().refine(areProviders, `must be "all", or some of ${providerIds.join(", ")}`),
  },
];
