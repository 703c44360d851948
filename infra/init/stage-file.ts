// The text of a new stage's file, with a comment on each setting.
import type { Manifest } from "../../lib/providers/manifest.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { type Answers, chooseProviders, splitList } from "./settings.ts";

/** The manifests of the chosen providers. */
export const listChosen = ({ providers = "" }: Answers): readonly Manifest[] => {
  const ids = chooseProviders(providers);
  return manifests.filter(({ id }) => ids.includes(id));
};

/** Formatted as Biome formats it. Everything that was answered is quoted as JSON quotes it. */
export function buildStageFile(stage: string, answers: Answers): string {
  return `// The stage "${stage}". Check it with: npm run synth -- --stage ${stage}
// docs/configuration.md describes every setting, those that are not here too.
import { defineStage } from "../config.ts";

export const stage = defineStage({
${[...describePlace(stage, answers), ...describeUsers(answers), ...describeProviders(answers)].map(indent).join("\n")}
});
`;
}

const indent = (line: string) => `  ${line}`;

/** @param without what the line is while there is no answer, as an example */
function writeSetting(name: string, answer: string | undefined, without: string): string {
  return answer ? `${name}: ${JSON.stringify(answer)},` : `// ${name}: ${JSON.stringify(without)},`;
}

/** In one line where there is room for it. */
function writeList(name: string, values: readonly string[], depth: number): string[] {
  const quoted = values.map((value) => JSON.stringify(value));
  const line = `${name}: [${quoted.join(", ")}],`;
  return depth + line.length <= 120 ? [line] : [`${name}: [`, ...quoted.map((value) => `  ${value},`), "],"];
}

function describePlace(stage: string, answers: Answers): string[] {
  const base = answers["public-base-url"] ?? "";
  const app = answers["app-url"] ?? base;
  return [
    "// Part of every physical name: under another name it is another stage.",
    `stage: ${JSON.stringify(stage)},`,
    "// Where it is deployed. Commands that work on an AWS account refuse every other account and region.",
    writeSetting("account", answers.account, "123456789012"),
    writeSetting("region", answers.region, "eu-central-1"),
    "// Where the API is reached: an origin. Providers redirect and push to addresses below it.",
    `publicBaseUrl: ${JSON.stringify(base)},`,
    "// Where your front end lives: flows end there.",
    `appUrl: ${JSON.stringify(app)},`,
    "// CloudFront and a firewall in front of all of it, under that host: docs/deploy.md, An edge.",
    '// edge: { hostedZone: { id: "Z0123456789ABC", name: "example.com" } },',
    "// The origins whose pages may call the API from a browser (CORS).",
    ...writeList("allowedOrigins", [...new Set([base, new URL(app).origin])], 2),
    "// How the addresses begin that a flow may return to.",
    ...writeList("allowedRedirects", [...new Set([`${base}/`, `${app}/`])], 2),
  ];
}

function describeUsers(answers: Answers): string[] {
  return [
    "// Whose tokens users carry.",
    "jwt: {",
    "  // What `iss` must be, character by character.",
    `  issuer: ${JSON.stringify(answers.issuer)},`,
    "  // One of them must be in `aud`.",
    ...writeList("audience", splitList(answers.audience ?? ""), 4).map(indent),
    "  // With RS256, RS384 and RS512 API Gateway checks the tokens, else a Lambda. HS256 needs the secret JWT_SECRET.",
    `  algorithm: ${JSON.stringify(answers.algorithm)},`,
    "  // The claim with the user's tenant, which users must not be able to edit. Without it every user is a tenant of their own.",
    '  // tenantClaim: "org",',
    "  // Who administers the own tenant, and who administers the stage and sees all tenants.",
    '  // adminClaim: "role",',
    '  // adminValue: "admin",',
    '  // stageAdmin: { claim: "role", value: "stage-admin" },',
    "},",
    "// The settings page's client at the identity provider: public, with authorization code and PKCE.",
    `signIn: { clientId: ${JSON.stringify(answers["client-id"])}, scope: "openid profile" },`,
  ];
}

function describeProviders(answers: Answers): string[] {
  const chosen = listChosen(answers);
  const pushed = chosen.find(({ webhook }) => webhook?.proofs.every((proof) => proof === "pubsub"));
  const address = `${answers["public-base-url"]}${pushed?.webhook?.receivers[0].path}`;
  return [
    "// The providers that you want; npm run status says what they still need. Scopes and hosts may be set for each.",
    "providers: {",
    ...chosen.map(({ id }) => `  ${id}: {},`),
    "},",
    ...(pushed
      ? [
          `// The Pub/Sub topic and its push subscription to ${address}, so that changes in ${pushed.displayName} arrive at once.`,
          `// pubsub: { topic: "projects/my-project/topics/patchbay", audience: ${JSON.stringify(address)}, serviceAccount: "push@my-project.iam.gserviceaccount.com" },`,
        ]
      : []),
    ...(chosen.some(({ isEhr }) => isEhr)
      ? ["// The FHIR servers that may be connected, and for which tenants: docs/ehr.md.", "ehr: { servers: [] },"]
      : []),
    "// For how many days logs and the audit are kept.",
    "retention: { logDays: 30, auditDays: 365 },",
    "// Who gets the alarms, once the subscription that AWS sends there is confirmed.",
    writeSetting("alarmEmail", answers["alarm-email"], "oncall@example.com"),
  ];
}
