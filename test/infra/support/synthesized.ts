// Synthesizes the stacks of a stage without bundles: only the templates are tested.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { z } from "zod";
import { defineStage, type Stage, type StageInput } from "../../../infra/config.ts";
import { addStacks } from "../../../infra/stacks.ts";
import type { Manifest } from "../../../lib/providers/manifest.ts";
import { manifests } from "../../../lib/providers/manifests.ts";
import { keepSynthesis } from "./kept-synthesis.ts";

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
  keepSynthesis({ config, all, isChecked: true }, () => synthesizeAnew(config, all));

function synthesizeAnew(config: Stage, all: readonly Manifest[]): SynthesizedStack[] {
  const folder = mkdtempSync(join(tmpdir(), "patchbay-synth-"));
  const placeholder = join(folder, "code");
  try {
    mkdirSync(placeholder);
    writeFileSync(join(placeholder, "index.mjs"), "export const handler = () => {};\n");
    const app = new App({ outdir: join(folder, "out") });
    addStacks(app, { config, manifests: all, getCode: () => Code.fromAsset(placeholder) });
    return app.synth().stacks.map((stack) => {
      const parsed = template.parse(stack.template);
      return { name: stack.stackName, resources: parsed.Resources, template: parsed };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All resources of a type, whatever their stack. */
export const listResources = (stacks: readonly SynthesizedStack[], type: string): Resource[] =>
  stacks.flatMap(({ resources }) => Object.values(resources).filter(({ Type }) => Type === type));
