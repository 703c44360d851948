// A stage like one in production, and its stacks.
import { z } from "zod";
import { defineStage, type Stage, type StageInput } from "../../../infra/config.ts";
import type { Manifest } from "../../../lib/providers/manifest.ts";
import { manifests } from "../../../lib/providers/manifests.ts";
import { synthesizeApp } from "./synthesize-app.ts";

const template = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.unknown() }).loose()).optional(),
  Resources: z.record(z.string(), z.object({ Type: z.string() }).loose()),
  Outputs: z.record(z.string(), z.object({ Export: z.object({ Name: z.unknown() }).optional() }).loose()).optional(),
});

export type Resource = z.output<typeof template>["Resources"][string];

export interface SynthesizedStack {
  readonly name: string;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly template: z.output<typeof template>;
}

/** The issuer of the stage below. */
export const exampleJwt = {
  issuer: "https://id.example.com/",
  audience: ["patchbay"],
  algorithm: "RS256",
  tenantClaim: "org",
  adminClaim: "role",
  adminValue: "admin",
} satisfies StageInput["jwt"];

/** A service with every setting. */
export const exampleService: NonNullable<StageInput["services"]>[number] = {
  ...{ issuer: "https://id.example.com/", clientId: "voice", clientClaim: "azp", usersOf: "https://id.example.com/" },
  ...{ tenants: ["acme"], providers: ["slack"], may: ["token"], perMinute: 1 },
};

/** A production-like stage with every setting that affects the templates. */
export const exampleInput: StageInput = {
  stage: "prod",
  account: "111122223333",
  region: "eu-central-1",
  publicBaseUrl: "https://app.example.com",
  appUrl: "https://app.example.com",
  allowedOrigins: ["https://app.example.com", "https://admin.example.com"],
  allowedRedirects: ["https://app.example.com/"],
  jwt: exampleJwt,
  providers: { slack: { scopes: ["chat:write"] } },
  retention: { logDays: 90, auditDays: 365 },
  alarmEmail: "oncall@example.com",
  signIn: { clientId: "page", scope: "openid" },
};

export const exampleStage: Stage = defineStage(exampleInput);

/** Every stack of a stage, checked by cdk-nag. @throws when a check of cdk-nag fails */
export const synthesize = (config: Stage = exampleStage, all: readonly Manifest[] = manifests): SynthesizedStack[] =>
  synthesizeApp({ config, manifests: all }, { isChecked: true }).map(({ name, template: json }) => {
    const parsed = template.parse(json);
    return { name, resources: parsed.Resources, template: parsed };
  });

/** All resources of a type, whatever their stack. */
export const listResources = (stacks: readonly SynthesizedStack[], type: string): Resource[] =>
  stacks.flatMap(({ resources }) => Object.values(resources).filter(({ Type }) => Type === type));
