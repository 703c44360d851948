// npm run generate: the API's document into dist, the types of the settings page's client, and .env.example.
import { mkdir, writeFile } from "node:fs/promises";
import { endWith } from "../failure.ts";
import { routes } from "../routes.ts";
import { envExample } from "../secrets/env-example.ts";
import { clientTypes } from "./client-types.ts";
import { apiDocument } from "./document.ts";

const documentFile = "dist/openapi.json";
const typesFile = "functions/settings-page/client/api/openapi.gen.ts";

async function generate(): Promise<void> {
  const document = await apiDocument(routes);
  await mkdir("dist", { recursive: true });
  await writeFile(documentFile, `${JSON.stringify(document, undefined, 2)}\n`);
  await writeFile(typesFile, await clientTypes(document));
  await writeFile(".env.example", envExample());
  console.log(`${Object.keys(document.paths).length} paths: ${documentFile}, ${typesFile}`);
}

await generate().catch(endWith);
