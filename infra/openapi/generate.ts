// `npm run generate`: writes the API's document into dist, the types of the settings page's client, and .env.example.
import { mkdir, writeFile } from "node:fs/promises";
import { exitWith } from "../exit-with.ts";
import { routes } from "../routes.ts";
import { envExample } from "../secrets/env-example.ts";
import { generateClientTypes } from "./client-types.ts";
import { buildApiDocument } from "./document.ts";

const documentFile = "dist/openapi.json";
const typesFile = "lib/web/api/openapi.gen.ts";

async function generateDocument(): Promise<void> {
  const document = await buildApiDocument(routes);
  await mkdir("dist", { recursive: true });
  await writeFile(documentFile, `${JSON.stringify(document, undefined, 2)}\n`);
  await writeFile(typesFile, await generateClientTypes(document));
  await writeFile(".env.example", envExample());
  console.log(`${Object.keys(document.paths).length} paths: ${documentFile}, ${typesFile}`);
}

await generateDocument().catch(exitWith);
