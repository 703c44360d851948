import { createSmartProvider } from "../smart/oauth.ts";
import { displayName } from "./manifest.ts";

/** Hosts that its servers' endpoints may be on beside the server's own. */
export const authorizationHosts = ["authorization.cerner.com"] as const;

/**
 * docs.oracle.com/en/industries/health/millennium-platform-apis. All organizations sign in at one host, each below a path of its own;
 * discovery tells which.
 */
export const cerner = createSmartProvider({
  id: "cerner",
  displayName,
  description: "Patients' records at organizations that use Oracle Health, formerly Cerner.",
  authorizationHosts,
});
