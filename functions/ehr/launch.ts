import * as z from "zod";
import { config } from "../../lib/config.ts";
import { defaultDependencies } from "../../lib/connections/dependencies.ts";
import { holdLaunch } from "../../lib/ehr/launch-handles.ts";
import { findEhrServer } from "../../lib/ehr/servers.ts";
import { Problem } from "../../lib/errors.ts";
import { publicEndpoint } from "../../lib/http/endpoint.ts";
import { redirect } from "../../lib/http/response.ts";

const query = z.object({
  iss: z.string().min(1).max(500).describe("The EHR's FHIR base."),
  launch: z.string().min(1).max(2000).describe("What the EHR calls this launch."),
});

const contract = {
  about:
    "Where an EHR sends the browser of a person who opens the application. Begins nothing: the signed-in page asks the person, and sends `launchHandle`.",
  query,
  status: 302,
} as const;

export const handler = publicEndpoint(contract, async ({ query: { iss, launch } }) => {
  const server = await findEhrServer(iss);
  if (server === undefined)
    throw new Problem("invalid_request", {
      detail: "iss: is not a server that is registered here",
      members: { field: "iss" },
    });
  const handle = await holdLaunch(server, launch, defaultDependencies());
  return redirect(`${config("APP_URL").APP_URL}/integrations/launch#launch=${handle}`);
});
