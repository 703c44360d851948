import { config } from "../../lib/config.ts";
import { publicEndpoint } from "../../lib/http/endpoint.ts";
import { redirect } from "../../lib/http/response.ts";

const contract = {
  about:
    "The page that asks whether a launch is wanted, for applications that have none of their own: the settings page. Browsers keep the fragment.",
  status: 302,
} as const;

export const handler = publicEndpoint(contract, async () =>
  redirect(`${config("PUBLIC_BASE_URL").PUBLIC_BASE_URL}/settings/integrations`),
);
