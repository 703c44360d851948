// The text of a stage's .env file: the lines of the chosen providers, each with a comment on where to get it.
import type { Manifest } from "../../lib/providers/manifest.ts";
import type { Stage } from "../config.ts";
import { listJwtLines } from "../secrets/jwt.ts";
import { listCallbacks } from "../secrets/redirects.ts";

/** Providers that share an application share its lines. */
export function buildEnvFile(config: Stage, chosen: readonly Manifest[]): string {
  const { stage, publicBaseUrl } = config;
  const applications = [...Map.groupBy(chosen, ({ environmentPrefix }) => environmentPrefix).values()];
  const paragraphs = [
    [
      `# The clients and secrets of the stage ${stage}. Fill it in, then: npm run secrets -- --stage ${stage} --from .env.${stage}`,
      "# An empty line changes nothing. Keep this file out of version control.",
    ],
    ["# The publicBaseUrl of the stage; only checked.", `WEBHOOK_BASE_URL=${publicBaseUrl}`],
    ...listJwtParagraphs(config),
    ...applications.map((manifests) => writeApplication(config, manifests)),
  ];
  return `${paragraphs.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const listJwtParagraphs = (config: Stage): string[][] =>
  config.jwt.flatMap(({ algorithm, issuer }, index) =>
    algorithm === "HS256"
      ? [[`# The secret that ${issuer} signs its tokens with: 32 bytes or more`, `${listJwtLines(config)[index]}=`]]
      : [],
  );

function writeApplication(config: Stage, manifests: readonly Manifest[]): string[] {
  const [{ environmentPrefix: prefix = "", registerAt = "" } = {}] = manifests;
  const names = manifests.map(({ displayName }) => displayName).join(" and ");
  return [
    `# ${names}: register an app at ${registerAt}, and copy its client id`,
    `${prefix}_CLIENT_ID=`,
    `# ${names}: the client secret of the same app`,
    `${prefix}_CLIENT_SECRET=`,
    ...writeRedirects(config, manifests),
    ...manifests.flatMap((manifest) => writeSecrets(config, manifest)),
  ];
}

/** A line can hold one address; further ones to register are in the comment. */
function writeRedirects(config: Stage, manifests: readonly Manifest[]): string[] {
  const addresses = manifests.flatMap(({ id }) => listCallbacks(id, config).slice(0, 1));
  const [{ environmentPrefix: prefix = "" } = {}] = manifests;
  const urls = addresses.map(({ url }) => url);
  return [
    `# Register there as redirect URL: ${urls.join(" and ")}; only checked here`,
    `${prefix}_REDIRECT_URI=${urls[0]}`,
  ];
}

function writeSecrets({ publicBaseUrl }: Stage, { environmentPrefix, webhook, apiKeys = [] }: Manifest): string[] {
  const secrets = [...(webhook?.secret ? [webhook.secret] : []), ...apiKeys];
  // What a provider signs with the client's secret needs no line of its own.
  const further = secrets.filter(({ variable }) => variable !== `${environmentPrefix}_CLIENT_SECRET`);
  return further.flatMap(({ variable, about }) => [
    `# ${about.replaceAll("<publicBaseUrl>", publicBaseUrl)}`,
    `${variable}=`,
  ]);
}
