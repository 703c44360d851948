// Serves the Settings → Integrations page and the administrators' below it: a document each, with their scripts and style sheets,
// which the build puts next to this bundle.
import * as z from "zod";
import { config } from "../../lib/config.ts";
import { Problem } from "../../lib/errors.ts";
import { type Asset, loadAsset, toAssetResponse } from "../../lib/http/asset.ts";
import { publicEndpoint } from "../../lib/http/endpoint.ts";

const settings = z
  .object({
    /** Empty where no issuer of the stage has a sign-in page. */
    issuer: z.union([z.literal(""), z.url()]),
    clientId: z.string(),
    scope: z.string(),
    /** Name of the token's tenant claim: the page lets the user of a list choose. */
    tenantClaim: z.string().default(""),
    /** What makes a token an administrator's: whom the page shows the way to the administrators' page. */
    adminClaims: z.array(z.object({ claim: z.string(), value: z.string(), isOfStage: z.boolean() })).default([]),
    authorizationParams: z.record(z.string(), z.string()).default({}),
    apiBase: z.string().default(""),
    demo: z.boolean().default(false),
    /** URL of the WebSocket API. */
    liveUrl: z.string().default(""),
    /** Providers with the switch "Receive changes live". */
    liveProviders: z.array(z.string()).default([]),
    /** Providers with the switch "Assistants may write here". */
    assistantProviders: z.array(z.string()).default([]),
    /** What questions without a model can be about; absent in a stage without a database. */
    questions: z.array(z.string()).optional(),
    /** Origins of the issuer's endpoints when they differ from the issuer's, as with Amazon Cognito. */
    connectTo: z.array(z.url()).default([]),
  })
  .parse(config("PAGE_CONFIG").PAGE_CONFIG);

const path = "/settings/integrations";
const adminPath = `${path}/admin`;
const types = { js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8" } as const;
const loadFile = (name: "app" | "admin", ending: keyof typeof types) =>
  loadAsset(new URL(`./${name}.${ending}`, import.meta.url), types[ending]);
const script = loadFile("app", "js");
const styles = loadFile("app", "css");
const adminScript = loadFile("admin", "js");
const adminStyles = loadFile("admin", "css");
const assets = new Map([
  ["app.js", script],
  ["app.css", styles],
  ["admin.js", adminScript],
  ["admin.css", adminStyles],
]);

export const handler = publicEndpoint({}, async ({ rawPath, headers }) => {
  const asset = findAsset(rawPath);
  if (asset !== undefined) return toAssetResponse(asset, headers, rawPath === toAssetPath(asset));
  if (rawPath === adminPath) return { statusCode: 200, headers: documentHeaders, body: adminDocument };
  if (rawPath.startsWith(`${path}/`)) throw new Problem("not_found");
  return { statusCode: 200, headers: documentHeaders, body: document };
});

const toAssetPath = ({ name }: Asset): string => `${path}/assets/${name}`;

/** Also for the names of another version, and those of releases before: while a stage is updated, a page may ask for either. */
function findAsset(rawPath: string): Asset | undefined {
  const [, old, name, ending] =
    /^\/(?:(app)|assets\/(app|admin)-[\w-]{16})\.(js|css)$/.exec(rawPath.slice(path.length)) ?? [];
  return assets.get(`${old ?? name}.${ending}`);
}

/** Allows no inline code and no other origins, except connections to the API and the issuer, and https images. */
function buildContentSecurityPolicy(): string {
  const { issuer, apiBase, connectTo, liveUrl } = settings;
  const origins = [issuer, apiBase, ...connectTo, liveUrl].filter(Boolean).map((url) => new URL(url).origin);
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src ${[...new Set(["'self'", ...origins])].join(" ")}`,
    `img-src ${["'self'", "https:", "data:", ...listLocalImageOrigins()].join(" ")}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** With a local issuer the providers are local sandboxes too, whose images are served over http. */
function listLocalImageOrigins(): readonly string[] {
  if (settings.issuer === "") return [];
  const { protocol, hostname } = new URL(settings.issuer);
  return protocol === "http:" && hostname === "localhost" ? ["http://localhost:*"] : [];
}

const documentHeaders = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": buildContentSecurityPolicy(),
  "cross-origin-opener-policy": "same-origin",
};

/** JSON that cannot close the script element around it. */
function escapeForScript(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

const { connectTo: _, ...clientConfig } = settings;

const document = writeDocument("Integrations", [styles], script);
const adminDocument = writeDocument("Administration", [styles, adminStyles], adminScript);

function writeDocument(title: string, sheets: readonly Asset[], code: Asset): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title} · Patchbay</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
${sheets.map((sheet) => `<link rel="stylesheet" href="${toAssetPath(sheet)}">`).join("\n")}
<script type="application/json" id="config">${escapeForScript(clientConfig)}</script>
<script type="module" src="${toAssetPath(code)}"></script>
</head>
<body>
<div id="app"></div>
<noscript><p class="noscript">This page needs JavaScript to show your integrations.</p></noscript>
</body>
</html>
`;
}
