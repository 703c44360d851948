// Makes every Lambda start cold, as after a deployment.
import * as z from "zod";
import { cloud } from "../support/cloud.ts";

const page = z.object({
  Functions: z.array(z.object({ FunctionName: z.string(), MemorySize: z.number() })),
  NextMarker: z.string().nullish(),
});

/** Ends the processes of all Lambdas by changing their configuration, after which AWS and the emulator start new ones. */
export async function endLambdas(): Promise<number> {
  const functions = await listFunctions();
  for (const { FunctionName, MemorySize } of functions) {
    await ask(`${FunctionName}/configuration`, { method: "PUT", body: JSON.stringify({ MemorySize }) });
  }
  return functions.length;
}

async function listFunctions() {
  const found: z.infer<typeof page>["Functions"] = [];
  let marker = "";
  do {
    const { Functions, NextMarker } = page.parse(await ask(`?MaxItems=50&Marker=${encodeURIComponent(marker)}`));
    found.push(...Functions);
    marker = NextMarker ?? "";
  } while (marker);
  return found;
}

async function ask(path: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(`${cloud().awsEndpoint}/2015-03-31/functions/${path}`.replace("/?", "?"), init);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
