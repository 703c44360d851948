import { createSmartProvider } from "../smart/oauth.ts";
import { displayName } from "./manifest.ts";

/** Hosts that its servers' endpoints may be on beside the server's own. */
export const authorizationHosts: readonly string[] = [];

/**
 * fhir.epic.com/Documentation?docId=oauth2. Its endpoints are on the host of each organization's FHIR base. There is no revocation
 * endpoint: a grant ends at the organization, or when its refresh token expires.
 */
export const epic = createSmartProvider({
  id: "epic",
  displayName,
  description: "Patients' records at organizations that use Epic.",
  authorizationHosts,
});
