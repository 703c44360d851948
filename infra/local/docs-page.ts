// /api/docs of the local cloud: the API's document in Swagger UI, signed in as a demo user.
import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export const docsPath = "/api/docs";

const require = createRequire(import.meta.url);
const swaggerUi = dirname(require.resolve("swagger-ui-dist/package.json"));

/** Files of Swagger UI that the page loads. */
const assets: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css",
  "swagger-ui-bundle.js": "text/javascript",
};

const demoUser = "ada";

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Patchbay API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${docsPath}/swagger-ui.css">
</head>
<body>
<div id="page"></div>
<script src="${docsPath}/swagger-ui-bundle.js"></script>
<script src="${docsPath}/start.js"></script>
</body>
</html>
`;

const script = `const ui = SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#page",
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "none",
  filter: true,
  async onComplete() {
    const answer = await fetch("${docsPath}/token");
    if (answer.ok) ui.preauthorizeApiKey("bearer", (await answer.json()).token);
  },
});
`;

/**
 * Answers requests for the page, its files and the demo user's token.
 * @param issuer the demo identity provider
 * @returns false when the path is not below {@link docsPath}
 */
export function answerDocs(path: string, outgoing: ServerResponse, issuer: string): boolean {
  if (path !== docsPath && !path.startsWith(`${docsPath}/`)) return false;
  readDocsFile(path.slice(docsPath.length + 1), issuer).then(
    ([type, body]) => outgoing.writeHead(200, { "content-type": type, "cache-control": "no-cache" }).end(body),
    () => outgoing.writeHead(404, { "content-type": "application/json" }).end('{"message":"Not Found"}'),
  );
  return true;
}

async function readDocsFile(name: string, issuer: string): Promise<readonly [type: string, body: string | Buffer]> {
  if (name === "") return ["text/html; charset=utf-8", page];
  if (name === "start.js") return ["text/javascript", script];
  if (name === "token") return ["application/json", await issueDemoToken(issuer)];
  const type = assets[name];
  if (type === undefined) throw new Error(`The page has no ${name}`);
  return [type, await readFile(join(swaggerUi, name))];
}

async function issueDemoToken(issuer: string): Promise<string> {
  const answer = await fetch(`${issuer}/sandbox/tokens`, { method: "POST", body: JSON.stringify({ sub: demoUser }) });
  return answer.text();
}
