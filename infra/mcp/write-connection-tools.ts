// node infra/mcp/write-connection-tools.ts <file>: a separate process, because it sets the environment of each Lambda.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { manifests } from "../../lib/providers/manifests.ts";
import { routes } from "../routes.ts";
import { buildConnectionTools } from "./connection-tools.ts";

const [, , file] = process.argv;
if (file === undefined) throw new Error("Say which file to write.");
await mkdir(dirname(file), { recursive: true });
await writeFile(file, JSON.stringify(await buildConnectionTools(routes, manifests)));
