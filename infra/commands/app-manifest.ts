// `npm run app-manifest -- --stage dev --provider slack`: prints a stage's app as the file from which a provider registers it.
import { parseArgs } from "node:util";
import { isProviderId } from "../../lib/provider-ids.ts";
import { appManifests } from "../../lib/providers/app-manifests.ts";
import { exitWith } from "../exit-with.ts";
import { loadDeployableStage } from "../load-stage.ts";
import { listCallbacks } from "../secrets/redirects.ts";

const names = Object.keys(appManifests).join(" or ");

const help = `Usage: npm run app-manifest -- --stage <name> --provider <id> [--name <text>] [--rotate-tokens]

Prints a stage's app for a provider that registers apps from a file: the redirect URLs, the scopes, the events and their address, as
infra/stages/<name>.ts has them. It is JSON; paste it where the provider asks for a manifest, for a new app or for one that is there.
It needs no AWS account, and changes nothing. Print it again whenever the stage's file or the release change.

  --stage          the stage, such as dev
  --provider       ${names}
  --name           what people read when they are asked for their consent (Patchbay, unless given)
  --rotate-tokens  let access tokens expire. It cannot be switched off again; give it every time for an app that has it
  --help           this text`;

const options = {
  stage: { type: "string" },
  provider: { type: "string", default: "" },
  name: { type: "string", default: "Patchbay" },
  "rotate-tokens": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

async function printAppManifest(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const { provider: id, name } = values;
  const config = await loadDeployableStage(values.stage, `npm run app-manifest -- --stage dev --provider ${names}`);
  const create = isProviderId(id) ? appManifests[id] : undefined;
  if (!isProviderId(id) || create === undefined)
    throw new Error(
      `No file is made for "${id}": --provider is ${names}. For the others npm run status has the addresses.`,
    );
  const { publicBaseUrl, providers } = config;
  const { scopes, userScopes, pkce } = providers[id] ?? {};
  const redirectUrls = listCallbacks(id, config).map(({ url }) => url);
  const rotatesTokens = values["rotate-tokens"];
  const manifest = create({ name, publicBaseUrl, redirectUrls, scopes, userScopes, pkce, rotatesTokens });
  console.log(JSON.stringify(manifest, undefined, 2));
}

await printAppManifest().catch(exitWith);
