import openapiTypes, { astToString } from "openapi-typescript";
import type { ApiDocument } from "./document.ts";

/** Generates TypeScript types of the document: `paths` for openapi-fetch's `createClient<paths>`, and `components`. */
export async function generateClientTypes(document: ApiDocument): Promise<string> {
  return `// Written by npm run generate from the API's document.\n${astToString(await openapiTypes(JSON.stringify(document)))}`;
}
