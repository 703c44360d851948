import { createSmartEhr } from "../smart/ehr.ts";
import { authorizationHosts } from "./definition.ts";

export const epicEhr = createSmartEhr(authorizationHosts);
