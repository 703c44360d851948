// Over how many data keys the Lambdas of the cloud under test spread their users.
import { z } from "zod";
import { cloud } from "../../support/cloud.ts";
import { sendControl } from "../../support/control.ts";

/**
 * More than the cloud of the tests has by itself. The recorded keys so have buckets in which its Lambdas never write: planted
 * there, they are nobody's newest key, and other tests count as many calls as without them.
 */
export const recordedBuckets = 1024;

const page = z.object({
  Functions: z.array(
    z.object({
      FunctionName: z.string(),
      Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional(),
    }),
  ),
  NextMarker: z.string().nullish(),
});

export async function setKeyBuckets(count: number): Promise<void> {
  const url = `${cloud().awsEndpoint}/2015-03-31/functions/`;
  let marker = "";
  do {
    const { Functions, NextMarker } = page.parse(
      await sendControl(`${url}?${new URLSearchParams({ Marker: marker })}`),
    );
    for (const { FunctionName, Environment } of Functions) {
      if (Environment?.Variables.KEY_BUCKETS === undefined) continue;
      const Variables = { ...Environment.Variables, KEY_BUCKETS: String(count) };
      await sendControl(`${url}${FunctionName}/configuration`, "PUT", { Environment: { Variables } });
    }
    marker = NextMarker ?? "";
  } while (marker !== "");
}
